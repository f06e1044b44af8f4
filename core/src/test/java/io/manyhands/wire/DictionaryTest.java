package io.manyhands.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

final class DictionaryTest {
    private final Dictionary dictionary = new Dictionary();

    @Test
    void entriesComeInOrder() throws Exception {
        dictionary.define(0, new byte[] {1});
        dictionary.define(1, new byte[] {2, 3});

        assertThat(dictionary.size()).isEqualTo(2);
        assertThat(dictionary.entry(1)).containsExactly(2, 3);
        assertThat(refusal(3, new byte[] {4}))
                .hasMessage("Entries of a dictionary must come in order: entry=3, size=2, bytes=1");
        assertThat(refusal(-1, new byte[] {4})).hasMessageContaining("entry=-1");
    }

    @Test
    void theSameEntryMayComeAgainAndAnotherMayNot() throws Exception {
        dictionary.define(0, new byte[] {1});
        dictionary.define(0, new byte[] {1});

        assertThat(refusal(0, new byte[] {2}))
                .hasMessage("An entry of a dictionary must not change: entry=0, size=1, bytes=1");
        assertThat(dictionary.size()).isEqualTo(1);
    }

    @Test
    void whatIsStoredIsNotChangedFromOutside() throws Exception {
        byte[] definition = {1};
        dictionary.define(0, definition);
        definition[0] = 2;
        dictionary.entry(0)[0] = 3;

        assertThat(dictionary.entry(0)).containsExactly(1);
    }

    @Test
    void anEntryThatIsNotThereIsNotGiven() {
        assertThat(catchThrowable(() -> dictionary.entry(0)))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("entry=0, size=0");
    }

    @Test
    void bytesAreBounded() throws Exception {
        assertThat(refusal(0, new byte[Dictionary.MAX_ENTRY_BYTES + 1]))
                .hasMessageStartingWith("A dictionary must stay within its bounds: ");
        byte[] longest = new byte[Dictionary.MAX_ENTRY_BYTES];
        int fitting = (1 << 26) / Dictionary.MAX_ENTRY_BYTES;
        for (int id = 0; id < fitting; id++) {
            dictionary.define(id, longest);
        }
        assertThat(refusal(fitting, longest)).hasMessageContaining("within its bounds");
    }

    @Test
    void entriesAreBoundedAndWhatNoLongerFitsStillTravels() throws Exception {
        for (int id = 0; id < Dictionary.MAX_ENTRIES; id++) {
            dictionary.define(id, new byte[0]);
        }
        Codec codec = Codec.of(DictionaryTest.class.getClassLoader(), dictionary, new Dictionary());
        byte[] bytes = codec.encode(Subject.VALUE, new Anatomy.Box(1));

        assertThat(refusal(Dictionary.MAX_ENTRIES, new byte[0])).isNotNull();
        assertThat(Lines.isCompact(bytes)).isFalse();
        assertThat(codec.decode(bytes)).isEqualTo(new Anatomy.Box(1));
        assertThat(Lines.isCompact(codec.encode(Subject.VALUE, List.of(1)))).isTrue();
    }

    @Test
    void oneDictionaryServesBothWaysOfALineToOneself() throws Exception {
        Codec codec = Codec.of(DictionaryTest.class.getClassLoader(), dictionary, dictionary);
        Object value = List.of(new Anatomy.Box("x"), AnyValue.Kind.WITH_BODY);

        assertThat(codec.decode(codec.encode(Subject.VALUE, value))).isEqualTo(value);
    }

    @Test
    void anyThreadThatUsesAnEntryCanSendIt() throws Exception {
        ClassLoader loader = DictionaryTest.class.getClassLoader();
        for (int round = 0; round < 50; round++) {
            Dictionary shared = new Dictionary();
            Codec writer = Codec.of(loader, shared, new Dictionary());
            CyclicBarrier start = new CyclicBarrier(4);
            List<FutureTask<Object>> tasks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                int first = i;
                Callable<Object> work =
                        () -> {
                            start.await();
                            return copies(writer, shared, first);
                        };
                FutureTask<Object> task = new FutureTask<>(work);
                tasks.add(task);
                Thread.ofPlatform().name("manyhands-test-" + i).start(task);
            }
            for (FutureTask<Object> task : tasks) {
                assertThat(task.get()).isEqualTo("done");
            }
            assertThat(shared.size()).isEqualTo(values().size());
        }
    }

    @Test
    void manyThreadsWorkOutTheSameEntries() throws Exception {
        for (int round = 0; round < 50; round++) {
            Lines line = Lines.here();
            List<byte[]> encoded = new ArrayList<>();
            for (Object value : values()) {
                encoded.add(line.encode(value));
            }
            CyclicBarrier start = new CyclicBarrier(4);
            List<FutureTask<Object>> tasks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Callable<Object> work =
                        () -> {
                            start.await();
                            List<Object> copies = new ArrayList<>();
                            for (byte[] bytes : encoded) {
                                copies.add(line.reader.decode(bytes));
                            }
                            return Anatomy.of(copies);
                        };
                FutureTask<Object> task = new FutureTask<>(work);
                tasks.add(task);
                Thread.ofPlatform().name("manyhands-test-" + i).start(task);
            }
            for (FutureTask<Object> task : tasks) {
                assertThat(task.get()).isEqualTo(Anatomy.of(new ArrayList<>(values())));
            }
        }
    }

    private static Object copies(Codec writer, Dictionary shared, int first) throws Exception {
        Dictionary received = new Dictionary();
        Codec reader = Codec.of(DictionaryTest.class.getClassLoader(), new Dictionary(), received);
        List<Object> values = values();
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get((first + i) % values.size());
            byte[] bytes = writer.encode(Subject.VALUE, value);
            int size = shared.size();
            for (int id = received.size(); id < size; id++) {
                received.define(id, shared.entry(id));
            }
            assertThat(Anatomy.of(reader.decode(bytes))).isEqualTo(Anatomy.of(value));
        }
        return "done";
    }

    private static List<Object> values() {
        Callable<Integer> task = (Callable<Integer> & Serializable) () -> 1;
        return List.of(
                new Anatomy.Box(1), AnyValue.Kind.PLAIN, new String[] {"a"}, task, new Integer[0]);
    }

    private NotDecodableException refusal(int id, byte[] definition) {
        Throwable thrown = catchThrowable(() -> dictionary.define(id, definition));
        assertThat(thrown).isInstanceOf(NotDecodableException.class);
        return (NotDecodableException) thrown;
    }
}
