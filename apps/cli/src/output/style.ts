import { styleText } from 'node:util'

/** Emphasis on a terminal that shows it; elsewhere, and with NO_COLOR, the text as it is. */
export interface Style {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
}

export function createStyle(stream: NodeJS.WriteStream): Style {
  const styled =
    (format: 'bold' | 'dim' | 'green' | 'red') =>
    (text: string): string =>
      styleText(format, text, { stream })
  return { bold: styled('bold'), dim: styled('dim'), good: styled('green'), bad: styled('red') }
}

/** For text that is kept. */
export const plainStyle: Style = { bold: String, dim: String, good: String, bad: String }
