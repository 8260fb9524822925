// The page's words in English; loaded for visitors who read them, and where others cannot be had.
import words from "words:en";

export default words;
