// In Malay, the words of the parts that are loaded when they are used.
import words from "words:ms:later";

export default words;
