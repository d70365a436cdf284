/** Whether all words stand in a text, in any order and case: `dark theme` finds `Theme: dark`. */
export function fits(text: string, words: string): boolean {
  const searched = text.toLowerCase()
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => searched.includes(word))
}
