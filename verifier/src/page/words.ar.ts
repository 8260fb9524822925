// The page's words in Arabic; loaded only for visitors who read them.
import words from "words:ar";

export default words;
