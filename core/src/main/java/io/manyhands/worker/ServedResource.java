package io.manyhands.worker;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import org.jspecify.annotations.Nullable;

/// What stands behind the URL of a resource that the parent has served: its bytes. Immutable.
final class ServedResource extends URLStreamHandler {
    private final byte[] content;

    private ServedResource(byte[] content) {
        this.content = content;
    }

    /// A URL that can be opened in this JVM, as often as one likes.
    ///
    /// @param loader the number of the loader that gave it
    /// @param index which of those of the same name it is
    static @Nullable URL url(int loader, String name, int index, byte[] content) {
        try {
            URI uri = new URI("manyhands", null, "/" + loader + "/" + index + "/" + name, null);
            return URL.of(uri, new ServedResource(content));
        } catch (URISyntaxException | MalformedURLException unspeakable) {
            return null;
        }
    }

    @Override
    protected URLConnection openConnection(URL url) {
        return new Connection(url, content);
    }

    /// Connected from the start. Confined to one thread.
    private static final class Connection extends URLConnection {
        private final byte[] content;

        Connection(URL url, byte[] content) {
            super(url);
            this.content = content;
        }

        @Override
        public void connect() {
            connected = true;
        }

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(content);
        }

        @Override
        public long getContentLengthLong() {
            return content.length;
        }
    }
}
