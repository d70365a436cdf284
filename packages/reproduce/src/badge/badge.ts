/** How a badge looks: dark enough for white letters, light enough to be seen on a dark page. */
export const tones = { good: '#1a7f37', near: '#0969da', bad: '#cf222e', lacking: '#9a6700', none: '#636c76' } as const
export type Tone = keyof typeof tones

/** What a badge says. */
export interface Badge {
  readonly label: string
  readonly message: string
  readonly tone: Tone
  /** For those who point at it, or hear it. */
  readonly title: string
}
