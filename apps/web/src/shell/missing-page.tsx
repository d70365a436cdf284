import { Link } from '@tanstack/react-router'
import { Notice } from './notice.tsx'

export function MissingPage() {
  return (
    <Notice title="There is no such page">
      <Link to="/">To what is running and what is new</Link>
    </Notice>
  )
}
