package io.manyhands.process;

import java.io.IOException;
import java.io.OutputStream;

/// Writes to a process at once what is given to it. As thread-safe as what it writes to.
final class DirectOutput extends OutputStream {
    private final OutputStream out;

    DirectOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int each) throws IOException {
        out.write(each);
        out.flush();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        out.flush();
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
