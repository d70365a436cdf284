import { useWorker } from '../../workers/use-worker.ts'
import { ArrayView } from '../arrays/array-view.tsx'
import type { PreviewProps } from '../preview-kind.ts'

/** An array of NumPy. */
export function ArrayPreview({ file: { uri, path }, size }: PreviewProps) {
  const worker = useWorker()
  return <ArrayView place={{ uri, path, size }} worker={worker} />
}
