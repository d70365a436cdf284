import { useEffect, useState } from 'react'
import type { PanelProps } from '../../kind.ts'

/** Milliseconds that the slider rests before the address is changed: it moves through many steps. */
const REST = 400

/** The step of which pictures are shown: the one that was chosen, else the last. */
export function useStep(steps: readonly number[], { options, onChange }: PanelProps): readonly [number, (step: number) => void] {
  const [sliding, setSliding] = useState<number>()
  const last = steps.at(-1)
  const kept = options['step'] === undefined ? undefined : Number(options['step'])
  useEffect(() => {
    if (sliding === undefined || onChange === undefined) return
    const timer = setTimeout(() => {
      onChange({ options: { step: sliding === last ? undefined : String(sliding) } })
      setSliding(undefined)
    }, REST)
    return () => clearTimeout(timer)
  }, [sliding])
  return [sliding ?? kept ?? last ?? 0, setSliding]
}
