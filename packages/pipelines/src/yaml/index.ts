/**
 * YAML as DVC reads and writes it. Scanning, comments and emission follow ruamel.yaml 0.19 step by step, since its results have to be met byte for
 * byte; ruamel.yaml is Copyright (c) Anthon van der Neut, PyYAML below it Copyright (c) Kirill Simonov, both under the MIT license.
 */
export { dumpYaml, editYaml, loadYaml, YamlDocument } from './document.ts'
export { locateYaml } from './locate.ts'
export { yamlProblem } from './scanning/errors.ts'
