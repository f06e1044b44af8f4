package io.manyhands.wire;

/// The pages of memory that a long array lies in, of which copies go one behind the other.
/* At each page that a copy comes to it waits until the processor has found where that page is, and
 * it comes to one after the other. Reads that do not depend on each other are waited for together.
 * So one byte of each page is read before the copy comes there, which costs a small part of it.
 */
final class Pages {
    /// Of the smallest pages; more often than need be where they are larger.
    private static final int PAGE_BYTES = 4096;

    /// What was read: written by any thread, read by nobody, so that the reads are not left out.
    @SuppressWarnings("unused")
    private static int read;

    private Pages() {}

    /// Has the pages found that a part of an array lies in.
    ///
    /// @param array of primitives
    /// @param from where the part begins, in bytes; what is behind the array's end is left out
    /// @param lengthBytes how long it is
    static void find(Object array, int from, int lengthBytes) {
        if (array instanceof byte[] elements) {
            find(elements, from, lengthBytes);
        } else if (array instanceof int[] elements) {
            find(elements, from, lengthBytes);
        } else if (array instanceof long[] elements) {
            find(elements, from, lengthBytes);
        } else if (array instanceof double[] elements) {
            find(elements, from, lengthBytes);
        }
        // Others are rare: they are copied without.
    }

    private static void find(byte[] elements, int from, int length) {
        int end = end(from, length, elements.length);
        int sum = 0;
        for (int at = from; at < end; at += PAGE_BYTES) {
            sum += elements[at];
        }
        read = sum;
    }

    private static void find(int[] elements, int from, int length) {
        int end = end(from / Integer.BYTES, length / Integer.BYTES, elements.length);
        int sum = 0;
        for (int at = from / Integer.BYTES; at < end; at += PAGE_BYTES / Integer.BYTES) {
            sum += elements[at];
        }
        read = sum;
    }

    private static void find(long[] elements, int from, int length) {
        int end = end(from / Long.BYTES, length / Long.BYTES, elements.length);
        long sum = 0;
        for (int at = from / Long.BYTES; at < end; at += PAGE_BYTES / Long.BYTES) {
            sum += elements[at];
        }
        read = (int) sum;
    }

    private static void find(double[] elements, int from, int length) {
        int end = end(from / Double.BYTES, length / Double.BYTES, elements.length);
        double sum = 0;
        for (int at = from / Double.BYTES; at < end; at += PAGE_BYTES / Double.BYTES) {
            sum += elements[at];
        }
        read = (int) sum;
    }

    private static int end(int from, int length, int most) {
        return length < most - from ? from + length : most;
    }
}
