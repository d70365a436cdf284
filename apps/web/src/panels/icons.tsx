const shapes = {
  enlarge: 'M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4',
  close: 'M3 3l10 10M13 3L3 13',
  more: 'M3 8h.01M8 8h.01M13 8h.01',
} as const

/** A picture on a button that has a name of its own. */
export function Icon({ shape }: { readonly shape: keyof typeof shapes }) {
  const width = shape === 'more' ? 2.5 : 1.5
  return (
    <svg
      viewBox="0 0 16 16"
      width="14"
      height="14"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth={width}
      strokeLinecap="round"
    >
      <path d={shapes[shape]} />
    </svg>
  )
}
