const languages: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    python: 'py pyi pyw',
    yaml: 'yaml yml dvc lock MLmodel MLproject',
    json: 'json ipynb geojson jsonl ndjson',
    ini: 'toml ini cfg conf properties',
    bash: 'sh bash zsh Dockerfile Makefile env',
    typescript: 'ts mts cts tsx',
    javascript: 'js mjs cjs jsx',
    markdown: 'md markdown',
    sql: 'sql',
    r: 'r rmd',
    rust: 'rs',
    go: 'go',
    java: 'java scala',
    cpp: 'c cc cpp cxx h hpp cu cuh',
    xml: 'xml html htm svg xhtml',
    css: 'css',
    scss: 'scss',
    lua: 'lua',
    ruby: 'rb',
    diff: 'diff patch',
    makefile: 'mk',
  }).flatMap(([language, names]) => names.split(' ').map((name) => [name.toLowerCase(), language])),
)

/** The language of a file by its name, as the highlighter calls it; undefined for what is plain text. */
export function languageOf(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase()
  return languages[name] ?? languages[name.slice(name.lastIndexOf('.') + 1)] ?? (name.startsWith('dockerfile') ? 'bash' : undefined)
}
