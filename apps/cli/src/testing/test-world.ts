import type { World } from '../command.ts'
import { plainStyle } from '../output/style.ts'
import { readSettings, type SettingsReading } from '../settings/index.ts'

/** A world without an environment, in which what is written is kept. */
export function createTestWorld(
  reading: SettingsReading = readSettings({ environment: {}, folder: '/' }),
): World & { readonly written: string[]; readonly noted: string[] } {
  const written: string[] = []
  const noted: string[] = []
  return {
    settings: reading.settings,
    reading,
    written,
    noted,
    write: (text) => void written.push(text),
    note: (line) => void noted.push(line),
    width: 80,
    interactive: false,
    style: plainStyle,
    now: () => Date.UTC(2026, 10, 21, 8, 40),
    uptime: () => 0,
    interruption: { claim: () => new Promise(() => undefined), forward: () => undefined, beforeEnd: () => undefined },
  }
}
