/** Those who wait for a connection: all are told at once, and each is told once. */
export class Greeting {
  #waiting: { resolve(): void; reject(error: Error): void }[] = [];

  wait(): Promise<void> {
    return new Promise((resolve, reject) => this.#waiting.push({ resolve, reject }));
  }

  done(): void {
    for (const { resolve } of this.#waiting.splice(0)) resolve();
  }

  failed(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}
