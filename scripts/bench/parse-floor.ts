import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'

// The least that reading client files can cost with this parser: it is what validate is compared with.
const names = readdirSync('clients')
let feeds = 0
for (const name of names) feeds += Object.keys(parse(readFileSync(`clients/${name}`, 'utf8')).feeds).length
console.log(`${names.length} files, ${feeds} feeds`)
