import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { errorText } from '../../shell/error-text.ts'
import page from '../../shell/page.module.css'
import { formatBytes } from '../../values/format.ts'
import { useWorker } from '../../workers/use-worker.ts'
import { ArrayView } from '../arrays/array-view.tsx'
import styles from '../files.module.css'
import type { PreviewProps } from '../preview-kind.ts'

/** An archive of arrays: one of them is looked into. */
export function ArraysPreview({ file: { uri, path }, size }: PreviewProps) {
  const worker = useWorker()
  const [chosen, setChosen] = useState<string>()
  const { data, error } = useQuery({
    queryKey: ['artifacts', uri, path, 'arrays', size],
    queryFn: () => worker.run('listArrays', { uri, path, size }),
    staleTime: Infinity,
    retry: false,
  })
  if (error !== null) return <p role="alert">{errorText(error)}</p>
  if (data === undefined) return <div aria-busy="true" />
  const member = chosen ?? data[0]?.name
  if (member === undefined) return <p className={page['soft']}>There are no arrays in it.</p>
  return (
    <>
      <div className={styles['tools']}>
        <label>
          Array{' '}
          <select className={page['button']} value={member} onChange={({ target }) => setChosen(target.value)}>
            {data.map(({ name, size: bytes }) => (
              <option key={name} value={name}>
                {name.replace(/\.npy$/, '')} ({formatBytes(bytes)})
              </option>
            ))}
          </select>
        </label>
        <span className={page['soft']}>{data.length === 1 ? '1 array' : `${data.length} arrays`}</span>
      </div>
      <ArrayView key={member} place={{ uri, path, size, member }} worker={worker} />
    </>
  )
}
