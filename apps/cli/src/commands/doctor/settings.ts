import type { World } from '../../command.ts'
import { hidePassword } from '../../connect/index.ts'
import { type Setting, type SettingName, settingsTable } from '../../settings/index.ts'
import type { Finding, ProbeOptions } from './probes.ts'

/** Which settings are not the default, where they come from, and what is wrong with them. */
export function probeSettings(_options: ProbeOptions, { reading }: World): Finding[] {
  const set = [...reading.sources].filter(([, source]) => source !== 'default')
  return [
    ...set.map(([name, source]): Finding => ({
      state: 'note',
      about: 'setting',
      detail: `${settingsTable[name].key} = ${show(name, reading.settings[name])} (${source})`,
    })),
    ...reading.problems.map(({ message, hint }): Finding => ({
      state: 'problem',
      about: 'setting',
      detail: message,
      ...(hint === undefined ? {} : { hint }),
    })),
    ...reading.unknownKeys.map((key): Finding => ({
      state: 'problem',
      about: 'setting',
      detail: `${key} is no setting`,
      hint: 'See docs/reference/settings.md for their names.',
    })),
  ]
}

function show(name: SettingName, value: string | undefined): string {
  const setting: Setting = settingsTable[name]
  return setting.isSecret === true ? '***' : hidePassword(value ?? '')
}
