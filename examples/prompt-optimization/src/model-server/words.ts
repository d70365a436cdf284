/** Words that say nothing about what a text is about. */
const empty = new Set(
  `a about after again all although am an and any are as at be because been before by came can could did do does else every for from get had has have
  how i if in into is it its just last long many me my need no nobody not nothing now of off on one or our out own please put say says she since so some
  somebody than that the their them then there they this to too two until up us want was we were what when where which while who why will with would yet you your`.split(
    /\s+/,
  ),
)

/** The words of a text that carry meaning, in order, in small letters. */
export function readWords(text: string): string[] {
  return (text.toLowerCase().match(/[a-z][a-z'-]+/g) ?? []).map((word) => word.replace(/'s?$/, '')).filter((word) => !empty.has(word))
}

/** A word without its ending, so that forms of one word are the same. */
export function stem(word: string): string {
  return word.length > 4 ? word.replace(/(?:ements?|ments?|ies|ied|ing|ed|es|s|e|y)$/, '') : word.replace(/s$/, '')
}

/** About what a tokenizer counts: words, numbers and signs. */
export function countTokens(text: string): number {
  return text.match(/\w+|[^\s\w]/g)?.length ?? 0
}
