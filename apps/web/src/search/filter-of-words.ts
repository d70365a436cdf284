import { quoteText } from './quote.ts'

/** Finds runs by a part of their name or by the beginning of their id. Dashes are left out of ids, which some programs write with them. */
export function filterOfWords(words: string): string {
  const name = `attributes.run_name ILIKE ${quoteText(`%${words}%`)}`
  const id = words.toLowerCase().replaceAll('-', '')
  return /^[0-9a-f]{3,32}$/.test(id) ? `${name} OR attributes.run_id LIKE '${id}%'` : name
}

/** Whether somebody wrote words to look for, and not a filter: nothing is compared, joined or quoted in them. */
export function areWords(text: string): boolean {
  return text.trim() !== '' && !/[=<>!()'"`]|\b(?:AND|OR|NOT|IN|IS|I?LIKE)\b|^\s*(?:metric|param|tag|attribute|dataset)s?\./i.test(text)
}
