import { connect, createServer, type Server, type Socket } from 'node:net';

/** A way to a server that lets through so many bytes a second, so that a run can be watched. */
export class SlowRoad {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();

  constructor(
    private readonly to: number,
    public bytesPerSecond: number,
  ) {
    this.server = createServer((near) => this.join(near));
  }

  async open(): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return address.port;
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  private join(near: Socket): void {
    const far = connect(this.to, '127.0.0.1');
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
    }
    near.on('data', (bytes) => far.write(bytes));
    far.on('data', (bytes) => {
      near.write(bytes);
      if (!Number.isFinite(this.bytesPerSecond)) return;
      far.pause();
      setTimeout(() => far.resume(), (bytes.length / this.bytesPerSecond) * 1000);
    });
  }
}
