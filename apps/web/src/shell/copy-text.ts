import { tell, tellError } from './messages.tsx'

/** Puts a text on the clipboard, and says so: `The link is copied.` */
export function copyText(text: string, what: string): void {
  // Pages of plain HTTP from elsewhere than this machine have no clipboard.
  const clipboard = navigator.clipboard as Clipboard | undefined
  if (clipboard === undefined) return tell(`This browser does not let the page copy: ${text}`)
  void clipboard.writeText(text).then(
    () => tell(`${what} is copied.`),
    (error: unknown) => tellError(`${what} could not be copied.`, error),
  )
}
