import { spawn } from 'node:child_process'

/**
 * Outlives this process, however it ends (Ctrl-C, SIGKILL, a crash): then it ends the process groups that it was told of
 * and removes the folder. A shell that reads from a pipe: the pipe closes when its writer is gone.
 */
export interface Guard {
  /** Group leaders that must not survive. */
  watch(group: number): void
  /** All groups told of so far have ended. */
  forget(): void
  /** The folder may be removed now; resolves when it is gone. */
  release(): Promise<void>
}

const script = `
trap '' INT TERM HUP
groups=
while read -r word group; do
  case $word in
    watch) groups="$groups $group" ;;
    forget) groups= ;;
  esac
done
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done
rm -rf -- "$1"
`

export function guardFolder(folder: string): Guard {
  const shell = spawn('sh', ['-c', script, 'guard', folder], { detached: true, stdio: ['pipe', 'ignore', 'ignore'], cwd: '/' })
  const ended = new Promise<void>((resolve, reject) => {
    shell.once('exit', () => resolve())
    shell.once('error', reject)
  })
  shell.unref()
  return {
    watch: (group) => void shell.stdin.write(`watch ${group}\n`),
    forget: () => void shell.stdin.write('forget\n'),
    release: async () => {
      shell.ref()
      shell.stdin.end()
      await ended
    },
  }
}
