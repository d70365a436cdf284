import styles from '../../picture/picture.module.css'
import type { Points } from './points.ts'

/** Pixels of two corners. */
export interface Rectangle {
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
}

/** What is being brushed. */
export function Shade({ rectangle: { x1, y1, x2, y2 } }: { readonly rectangle: Rectangle }) {
  const place = { left: Math.min(x1, x2), top: Math.min(y1, y2), width: Math.abs(x2 - x1), height: Math.abs(y2 - y1) }
  return <div className={styles['shade']} style={place} />
}

/** Around the point that is meant. */
export function Ring({ points, point }: { readonly points: Points; readonly point: number }) {
  const radius = (points.size[point] ?? 0) + 4
  const place = { left: (points.x[point] ?? 0) - radius, top: (points.y[point] ?? 0) - radius, width: 2 * radius, height: 2 * radius }
  return <div className={styles['ring']} style={place} />
}
