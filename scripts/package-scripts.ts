import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The scripts of the product's package.json: what npm runs for each verb, by its name. `folder` is where the product is. */
export function readPackageScripts(folder = '.'): Readonly<Record<string, string>> {
  const { scripts } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>
  }
  return scripts
}
