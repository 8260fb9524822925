// The page's words in Malay; loaded only for visitors who read them.
import words from "../../../spec/messages/ms.json";

export default words;
