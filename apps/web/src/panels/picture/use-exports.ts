import { useEffect } from 'react'
import type { PanelExports, PanelProps } from '../kind.ts'

/** Offers what is drawn now for saving; null where nothing is. */
export function useExports(exports: PanelProps['exports'], drawn: PanelExports | null): void {
  useEffect(() => {
    exports.current = drawn
  })
}
