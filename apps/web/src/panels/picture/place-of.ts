import type { MouseEvent } from 'react'

/** Where the mouse is, in pixels of the element that listens to it. */
export function placeOf({ currentTarget, clientX, clientY }: MouseEvent): { readonly x: number; readonly y: number } {
  const { left, top } = currentTarget.getBoundingClientRect()
  return { x: clientX - left, y: clientY - top }
}
