// Where a text speaks of memory that is lent: the engine's own matter, which no rule, no op and no guide should know.

/**
 * The lines that have one of the words, alone or as a part of a name: `isLending` has "lending".
 *
 * @param law - `words` in lower case, and `names` of people that only look like them
 */
export function memoryWords(text, { words, names }) {
  return text.split("\n").flatMap((line, i) => {
    const spoken = names.reduce((rest, name) => rest.replaceAll(name, ""), line);
    const parts = spoken.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/).map((part) => part.toLowerCase());
    const word = words.find((word) => parts.includes(word));
    return word === undefined ? [] : [{ line: i + 1, word }];
  });
}
