// The page's words in Arabic; loaded only for visitors who read them.
import words from "../../../spec/messages/ar.json";

export default words;
