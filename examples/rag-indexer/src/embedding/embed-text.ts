import { listWords, type WordCounts } from './count-words.ts'

const SHORTEST = 3
const LONGEST = 5

/**
 * A text as a vector of length 1, or of zeros where it has no words: hashed character n-grams, weighted by how rare their word is (tf-idf). It
 * knows what words look like, not what they mean: "restored" is near "restore", and no nearer to "recovered" than to anything else. Nothing
 * is learned and nothing is downloaded. Of arithmetic it takes only what IEEE 754 rounds one way, so that every machine gets the same bytes.
 */
export function embedText(text: string, { texts, words }: WordCounts, dimensions: number): number[] {
  const vector = Array.from({ length: dimensions }, () => 0)
  const counts = new Map<string, number>()
  for (const word of listWords(text)) counts.set(word, (counts.get(word) ?? 0) + 1)
  for (const [word, count] of counts) {
    // A square root, where textbooks take a logarithm: machines do not agree on the last digit of that.
    const holding = Object.hasOwn(words, word) ? (words[word] ?? 0) : 0
    const rarity = Math.sqrt((texts + 1) / (holding + 1))
    const grams = listGrams(word)
    const weight = Math.sqrt(count / grams.length) * rarity
    for (const gram of grams) {
      const hash = hashText(gram)
      const bucket = hash % dimensions
      vector[bucket] = (vector[bucket] ?? 0) + (hash >= 2 ** 31 ? weight : -weight)
    }
  }
  return toUnitLength(vector)
}

/** The word itself, with its ends marked, and every 3 to 5 characters of it. */
function listGrams(word: string): string[] {
  const letters = [...`<${word}>`]
  const grams = [letters.join('')]
  for (let length = SHORTEST; length <= Math.min(LONGEST, letters.length - 1); length++) {
    for (let start = 0; start + length <= letters.length; start++) grams.push(letters.slice(start, start + length).join(''))
  }
  return grams
}

/** FNV-1a, 32 bits, with the finish of MurmurHash3 to mix the low bits, which choose the bucket, with the high one, which is the sign. */
function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** Six digits are more than a search can tell apart, and keep the index small. */
function toUnitLength(vector: readonly number[]): number[] {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
  return length === 0 ? [...vector] : vector.map((value) => Math.round((value / length) * 1e6) / 1e6)
}
