// In Arabic, the words of the parts that are loaded when they are used.
import words from "words:ar:later";

export default words;
