/** In the page of a still code has no colours: they would be larger than what it shows. */
export function highlightLines(text: string): { text: string }[][] {
  return text.split('\n').map((line) => [{ text: line }])
}
