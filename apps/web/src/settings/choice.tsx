import styles from './settings-page.module.css'

interface Props<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly choices: Readonly<Record<Value, string>>
  readonly onChange: (value: Value) => void
  /** What it comes to, as an example. */
  readonly note: string
}

/** One of a few values. */
export function Choice<Value extends string>({ label, value, choices, onChange, note }: Props<Value>) {
  return (
    <label className={styles['choice']}>
      <span>{label}</span>
      <select value={value} onChange={({ target }) => onChange(target.value as Value)}>
        {Object.entries<string>(choices).map(([name, text]) => (
          <option key={name} value={name}>
            {text}
          </option>
        ))}
      </select>
      <output>{note}</output>
    </label>
  )
}
