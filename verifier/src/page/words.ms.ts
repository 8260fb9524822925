// The page's words in Malay; loaded only for visitors who read them.
import words from "words:ms";

export default words;
