// In English, the words of the parts that are loaded when they are used.
import words from "words:en:later";

export default words;
