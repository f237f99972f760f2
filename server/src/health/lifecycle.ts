/** Whether the process is on its way out. */
export class Lifecycle {
  private stopping = false

  get isStopping(): boolean {
    return this.stopping
  }

  /** From now on the server is not ready, though it still answers. */
  startStopping(): void {
    this.stopping = true
  }
}
