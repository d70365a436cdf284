/** Something that can be gone to or done. */
export interface Entry {
  readonly kind: string
  readonly id: string
  readonly title: string
  readonly note?: string
  readonly keys?: string | undefined
  readonly act: () => void
}
