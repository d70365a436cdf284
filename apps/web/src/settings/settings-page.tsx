import { limits } from '@reprise/protocol'
import { useQuery } from '@tanstack/react-query'
import { experimentQuery, experimentsQuery, serverQuery } from '../server/queries.ts'
import { KeyList } from '../shell/keyboard-help.tsx'
import page from '../shell/page.module.css'
import { useTitle } from '../shell/use-title.ts'
import { chooseTheme, useTheme } from '../theme/theme.ts'
import { formatBytes, formatDate, formatNumber } from '../values/format.ts'
import { Choice } from './choice.tsx'
import { changeSettings, type Settings, useSettings } from '../browser/settings.ts'
import styles from './settings-page.module.css'

const EXAMPLE_TIME = 1_700_000_000_000
const EXAMPLE_NUMBER = 0.123456789012345

/** What a viewer can choose, and what this server is. */
export function SettingsPage() {
  useTitle('Settings')
  return (
    <div className={page['page']}>
      <div className={page['head']}>
        <h1>Settings</h1>
      </div>
      <div className={page['grid']}>
        <Looks />
        <Server />
        <section className={page['card']} aria-label="Keyboard">
          <h2>Keyboard</h2>
          <KeyList />
          <p className={page['soft']}>
            Pages have keys of their own: <kbd>?</kbd> lists those of the page that is shown.
          </p>
        </section>
      </div>
    </div>
  )
}

function Looks() {
  const settings = useSettings()
  const theme = useTheme()
  const set = <Name extends keyof Settings>(name: Name, value: Settings[Name]) => changeSettings({ [name]: value })
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return (
    <section className={page['card']} aria-label="How it looks">
      <h2>How it looks</h2>
      <p className={page['soft']}>Kept in this browser, for nobody else: what a link shows does not depend on it.</p>
      <div className={styles['form']}>
        <Choice
          label="Theme"
          value={theme}
          choices={{ system: 'As the machine', light: 'Light', dark: 'Dark' }}
          onChange={chooseTheme}
          note=""
        />
        <Choice
          label="Rows of tables"
          value={settings.density}
          choices={{ compact: 'Compact', normal: 'Normal', roomy: 'Roomy' }}
          onChange={(density) => set('density', density)}
          note=""
        />
        <Choice
          label="Times"
          value={settings.zone}
          choices={{ local: `Where I am (${zone})`, utc: 'UTC' }}
          onChange={(next) => set('zone', next)}
          note={formatDate(EXAMPLE_TIME)}
        />
        <Choice
          label="Digits of numbers"
          value={String(settings.digits)}
          choices={{ 3: '3', 4: '4', 6: '6', 9: '9', 15: '15' }}
          onChange={(digits) => set('digits', Number(digits))}
          note={formatNumber(EXAMPLE_NUMBER)}
        />
        <Choice
          label="Metrics of new tables"
          value={settings.firstColumns}
          choices={{ last: 'Latest values', best: 'Best values' }}
          onChange={(columns) => set('firstColumns', columns)}
          note=""
        />
      </div>
    </section>
  )
}

function Server() {
  const { data: version } = useQuery(serverQuery())
  const { data: first } = useQuery(experimentQuery('0'))
  const { data: experiments } = useQuery(experimentsQuery())
  const facts: readonly (readonly [string, string])[] = [
    ['Address', location.origin],
    ['Version', version ?? ''],
    ['Experiments', experiments === undefined ? '' : formatNumber(experiments.length)],
    ['Artifacts', first?.artifact_location ?? ''],
    ['Longest value of a param', `${formatNumber(limits.paramValueLength)} characters`],
    ['Longest value of a tag', `${formatNumber(limits.runTagValueLength)} characters`],
    ['Largest request', formatBytes(limits.bodyBytes)],
    ['Points of a batch', formatNumber(limits.metricsPerBatch)],
  ]
  return (
    <section className={page['card']} aria-label="This server">
      <h2>This server</h2>
      <dl className={styles['facts']}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={page['soft']}>
        <a href="/openapi.json">Everything that can be asked of it</a> (OpenAPI), and <a href="/metrics">how it is doing</a> (for
        Prometheus).
      </p>
    </section>
  )
}
