import type { ReactNode } from 'react'

export function Glass() {
  return (
    <Line>
      <circle cx="7" cy="7" r="4.2" />
      <path d="M10.2 10.2l3.4 3.4" />
    </Line>
  )
}

export function Moon() {
  return (
    <Line>
      <path d="M13 9.6A5.6 5.6 0 0 1 6.4 3a5.6 5.6 0 1 0 6.6 6.6z" />
    </Line>
  )
}

export function Gear() {
  return (
    <Line>
      <circle cx="8" cy="8" r="2.1" />
      <path d="M8 1.6v2M8 12.4v2M1.6 8h2M12.4 8h2M3.5 3.5l1.4 1.4M11.1 11.1l1.4 1.4M12.5 3.5l-1.4 1.4M4.9 11.1l-1.4 1.4" />
    </Line>
  )
}

/** An arrow that leads out of a box. */
export function Out() {
  return (
    <Line>
      <path d="M8 9.6V1.8M5.2 4.4L8 1.6l2.8 2.8M5 6.8H3v7.4h10V6.8h-2" />
    </Line>
  )
}

/** Three points: what else can be done. */
export function More() {
  return (
    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="currentColor">
      <circle cx="3" cy="8" r="1.4" />
      <circle cx="8" cy="8" r="1.4" />
      <circle cx="13" cy="8" r="1.4" />
    </svg>
  )
}

function Line({ children }: { readonly children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
    >
      {children}
    </svg>
  )
}
