package io.manyhands.examples;

import io.manyhands.TaskFuture;
import io.manyhands.Workers;
import io.manyhands.shared.SharedArray;
import io.manyhands.shared.SharedBarrier;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ExecutionException;
import javax.imageio.ImageIO;

/// Heat that spreads on a plate whose upper edge is hot. Each party computes a band of it, in
/// memory that all of them see, and waits for the others after each step.
public final class HeatOnAPlate {
    private static final int SIZE = 96;
    private static final int PARTIES = 2;
    private static final int STEPS = 400;
    private static final double HOT = 100;

    private HeatOnAPlate() {}

    /// Prints how warm the middle has become, and the size of the picture that it has drawn.
    ///
    /// @param args `threads`, `virtual` or `processes`, or nothing for processes; then the file of
    ///   the picture, or nothing for one that is deleted
    /// @throws InterruptedException if interrupted while the parties compute
    /// @throws ExecutionException if one of them fails
    /// @throws IOException if the picture cannot be written
    public static void main(String[] args)
            throws InterruptedException, ExecutionException, IOException {
        try (Workers workers = Place.of(args, PARTIES)) {
            // The temperatures before a step, and those after it: they change places each time.
            SharedArray plate = workers.sharedArray(2L * SIZE * SIZE * Double.BYTES);
            SharedBarrier step = workers.barrier(PARTIES);
            for (int x = 0; x < SIZE; x++) {
                set(plate.segment(), 0, x, 0, HOT);
                set(plate.segment(), 1, x, 0, HOT);
            }
            List<TaskFuture<?>> parties = new ArrayList<>();
            for (int i = 0; i < PARTIES; i++) {
                int from = Math.max(1, i * SIZE / PARTIES);
                int to = Math.min(SIZE - 1, (i + 1) * SIZE / PARTIES);
                parties.add(workers.submit(() -> compute(plate.segment(), step, from, to)));
            }
            for (TaskFuture<?> party : parties) {
                party.get();
            }
            double middle = at(plate.segment(), STEPS % 2, SIZE / 2, SIZE / 8);
            System.out.printf(Locale.ROOT, "below the edge: %.2f%n", middle);
            draw(plate.segment(), args);
        }
    }

    private static void compute(MemorySegment plate, SharedBarrier step, int from, int to)
            throws InterruptedException, BrokenBarrierException {
        for (int round = 0; round < STEPS; round++) {
            int before = round % 2;
            for (int y = from; y < to; y++) {
                for (int x = 1; x < SIZE - 1; x++) {
                    double around =
                            at(plate, before, x - 1, y)
                                    + at(plate, before, x + 1, y)
                                    + at(plate, before, x, y - 1)
                                    + at(plate, before, x, y + 1);
                    set(plate, 1 - before, x, y, around / 4);
                }
            }
            step.await();
        }
    }

    private static double at(MemorySegment plate, int side, int x, int y) {
        return plate.getAtIndex(ValueLayout.JAVA_DOUBLE, index(side, x, y));
    }

    private static void set(MemorySegment plate, int side, int x, int y, double warmth) {
        plate.setAtIndex(ValueLayout.JAVA_DOUBLE, index(side, x, y), warmth);
    }

    private static long index(int side, int x, int y) {
        return ((long) side * SIZE + y) * SIZE + x;
    }

    private static void draw(MemorySegment plate, String[] args) throws IOException {
        BufferedImage picture = new BufferedImage(SIZE, SIZE, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                int warmth = (int) (at(plate, STEPS % 2, x, y) / HOT * 255);
                picture.setRGB(x, y, warmth << 16 | (255 - warmth));
            }
        }
        Path file = args.length > 1 ? Path.of(args[1]) : Files.createTempFile("plate", ".png");
        try {
            boolean isWritten = ImageIO.write(picture, "png", file.toFile());
            BufferedImage again = ImageIO.read(file.toFile());
            System.out.println("picture: " + isWritten + ", " + again.getWidth() + " wide");
        } finally {
            if (args.length <= 1) {
                Files.delete(file);
            }
        }
    }
}
