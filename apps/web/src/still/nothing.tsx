/** In the page of a still this stands for menus of what can be done: with runs that are only read that is nothing. */
export function RunMenu(): null {
  return null
}

export function ShareMenu(): null {
  return null
}
