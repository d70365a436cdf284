/** A colour of CSS as a canvas takes it: `var(--series-0)` as the theme of the element has it. */
export function resolveColour(element: Element, colour: string): string {
  return colour.startsWith('var(') ? getComputedStyle(element).getPropertyValue(colour.slice(4, -1)).trim() : colour
}
