/** A repeat sign, as in a score: what comes before it is played again. */
export function Mark() {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="currentColor">
      <path d="M10.5 1.5h2.5v13h-2.5zM8.4 1.5h0.9v13h-0.9z" />
      <circle cx="5.2" cy="6" r="1.4" />
      <circle cx="5.2" cy="10" r="1.4" />
    </svg>
  )
}
