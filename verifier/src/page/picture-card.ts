// Which of the texts in a picture are cards.

/** A text that ends in the payload of a card, whatever address stands before it. No card is shorter than its signature. */
const CARD = /(?:^|#)[A-Za-z0-9_-]{100,1200}$/;

export const isCard = (text: string): boolean => CARD.test(text);
