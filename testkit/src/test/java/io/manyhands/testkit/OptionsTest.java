package io.manyhands.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.manyhands.Action;
import io.manyhands.Fn;
import io.manyhands.LocalOptions;
import io.manyhands.ProcessOptions;
import io.manyhands.Repeat;
import io.manyhands.RetryPolicy;
import io.manyhands.Task;
import io.manyhands.TimeSource;
import io.manyhands.Workers;
import io.manyhands.WorkersListener;
import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The records of options, and the functional interfaces.
class OptionsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final LocalOptions options = LocalOptions.defaults();

    @Test
    void defaultsAreThoseThatAreDocumented() {
        assertThat(options.count()).isZero();
        assertThat(options.name()).isNull();
        assertThat(options.copies()).isFalse();
        assertThat(options.grace()).isEqualTo(SECOND);
        assertThat(options.maxSpares()).isEqualTo(256);
        assertThat(options.submitTraces()).isFalse();
        assertThat(options.timeSource()).isSameAs(TimeSource.system());
        assertThat(options.deadlockCheck()).isNull();
    }

    @Test
    void optionsOfProcessesHandOnWhatIsCommon() {
        Action start = () -> {};
        Action end = () -> {};
        WorkersListener listener = _ -> {};
        TestClock clock = new TestClock();
        ProcessOptions processes =
                ProcessOptions.defaults()
                        .withMaxHeap("64m")
                        .withCount(3)
                        .withName("name")
                        .withGrace(Duration.ZERO)
                        .withMaxSpares(0)
                        .withSubmitTraces()
                        .withWorkerStart(start)
                        .withWorkerEnd(end)
                        .withListener(listener)
                        .withTimeSource(clock)
                        .withDeadlockCheck(Duration.ofSeconds(7));
        assertThat(processes.common())
                .isEqualTo(
                        new LocalOptions(
                                3,
                                "name",
                                false,
                                Duration.ZERO,
                                0,
                                true,
                                start,
                                end,
                                listener,
                                clock,
                                Duration.ofSeconds(7)));
        assertThat(processes.maxHeap()).isEqualTo("64m");
    }

    @Test
    void optionsOfProcessesAloneAreKeptBesideTheOthers() {
        ProcessOptions all =
                ProcessOptions.defaults()
                        .withMaxMemory("2g")
                        .withStopLimit(SECOND)
                        .withJvmFlags("-Xint")
                        .withMaxHeap("1g")
                        .withCount(2);
        assertThat(all.maxMemory()).isEqualTo("2g");
        assertThat(all.stopLimit()).isEqualTo(SECOND);
        assertThat(all.withMaxMemory("3g").stopLimit()).isEqualTo(SECOND);
        assertThat(all.withStopLimit(Duration.ofDays(1)).maxMemory()).isEqualTo("2g");
        assertThat(ProcessOptions.defaults().maxMemory()).isNull();
        assertThat(ProcessOptions.defaults().stopLimit()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void optionOfProcessesOutOfItsRangeIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProcessOptions.defaults().withMaxMemory("much"))
                .withMessage(
                        "A size of memory must be a number with k, m, g or t: maxMemory='much'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ProcessOptions.defaults().withStopLimit(Duration.ZERO))
                .withMessage("A duration must be positive: stopLimit=PT0S");
    }

    @Test
    void optionsOfProcessesAreAllButCopies() {
        Set<String> common = changesOf(LocalOptions.class);
        assertThat(common).contains("withCopies", "withCount").hasSize(11);
        common.remove("withCopies");
        assertThat(changesOf(ProcessOptions.class)).containsAll(common);
    }

    @Test
    void eachChangeIsKeptBesideTheOthers() {
        Action start = () -> {};
        Action end = () -> {};
        WorkersListener listener = _ -> {};
        TestClock clock = new TestClock();
        LocalOptions all =
                options.withCount(3)
                        .withName("name")
                        .withCopies()
                        .withGrace(Duration.ZERO)
                        .withMaxSpares(0)
                        .withSubmitTraces()
                        .withWorkerStart(start)
                        .withWorkerEnd(end)
                        .withListener(listener)
                        .withTimeSource(clock)
                        .withDeadlockCheck(Duration.ofSeconds(7));
        assertThat(all)
                .isEqualTo(
                        new LocalOptions(
                                3,
                                "name",
                                true,
                                Duration.ZERO,
                                0,
                                true,
                                start,
                                end,
                                listener,
                                clock,
                                Duration.ofSeconds(7)));
        // In another order, each goes through all that were set before.
        assertThat(
                        options.withDeadlockCheck(Duration.ofSeconds(7))
                                .withTimeSource(clock)
                                .withListener(listener)
                                .withWorkerEnd(end)
                                .withWorkerStart(start)
                                .withSubmitTraces()
                                .withMaxSpares(0)
                                .withGrace(Duration.ZERO)
                                .withCopies()
                                .withName("name")
                                .withCount(3))
                .isEqualTo(all);
        assertThat(options).isEqualTo(LocalOptions.defaults());
    }

    @Test
    void optionOutOfItsRangeIsNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withCount(0))
                .withMessage("The number of workers must be positive: count=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withCount(-1))
                .withMessageContaining("count=-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withName(" "))
                .withMessageContaining("name=");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withGrace(Duration.ofNanos(-1)))
                .withMessageContaining("grace=PT-0.000000001S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> options.withMaxSpares(-1))
                .withMessageContaining("maxSpares=-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Workers.threads(0))
                .withMessageContaining("count=0");
    }

    @Test
    void nullOptionIsNamed() {
        assertThatNullPointerException()
                .isThrownBy(() -> options.withName(absent()))
                .withMessageContaining("name=null");
        assertThatNullPointerException()
                .isThrownBy(() -> options.withGrace(absent()))
                .withMessageContaining("grace=null");
        assertThatNullPointerException()
                .isThrownBy(() -> options.withTimeSource(absent()))
                .withMessageContaining("timeSource=null");
        assertThatNullPointerException().isThrownBy(() -> options.withListener(absent()));
        assertThatNullPointerException().isThrownBy(() -> options.withWorkerStart(absent()));
        assertThatNullPointerException().isThrownBy(() -> options.withWorkerEnd(absent()));
    }

    @Test
    void thereAreAsManyWorkersAsProcessorsUnlessToldOtherwise() {
        int processors = Runtime.getRuntime().availableProcessors();
        try (Workers workers = Workers.threads(options);
                Workers threads = Workers.threads();
                Workers processes = Workers.processes();
                Workers virtual = Workers.virtual()) {
            assertThat(workers.statistics().parallelism()).isEqualTo(processors);
            assertThat(threads.statistics().parallelism()).isEqualTo(processors);
            assertThat(processes.statistics().parallelism()).isEqualTo(processors);
            assertThat(virtual.statistics().parallelism()).isEqualTo(Integer.MAX_VALUE);
        }
    }

    @Test
    void retryPolicyKeepsItsRanges() {
        RetryPolicy policy = RetryPolicy.times(2);
        assertThat(policy.backoff()).isZero();
        assertThat(policy.maxBackoff()).isEqualTo(Duration.ofSeconds(30));
        assertThat(policy.jitter()).isEqualTo(0.5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RetryPolicy.times(-1))
                .withMessageContaining("retries=-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy.withBackoff(SECOND.negated()))
                .withMessageContaining("backoff=PT-1S");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy.withMaxBackoff(SECOND.negated()))
                .withMessageContaining("maxBackoff=PT-1S");
        for (double jitter : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> policy.withJitter(jitter))
                    .withMessageContaining("jitter=" + jitter);
        }
        assertThatNullPointerException().isThrownBy(() -> policy.when(absent()));
    }

    @Test
    void repeatKeepsItsRanges() {
        assertThat(Repeat.rate(SECOND).kind()).isEqualTo(Repeat.Kind.RATE);
        assertThat(Repeat.rate(SECOND).catchingUp().kind()).isEqualTo(Repeat.Kind.RATE_CATCHING_UP);
        assertThat(Repeat.delay(SECOND).first()).isEqualTo(SECOND);
        assertThat(Repeat.delay(SECOND).continuingAfterFailure().continuing()).isTrue();
        assertThat(Repeat.rate(SECOND).startingAfter(Duration.ZERO).first()).isZero();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Repeat.rate(Duration.ZERO))
                .withMessageContaining("interval=PT0S");
        assertThatIllegalArgumentException().isThrownBy(() -> Repeat.delay(SECOND.negated()));
        assertThatIllegalStateException()
                .isThrownBy(() -> Repeat.delay(SECOND).catchingUp())
                .withMessageContaining("kind=DELAY");
    }

    @Test
    void workThatThrowsIsRunnableAndFunctionToo() throws Exception {
        Action action =
                () -> {
                    throw new IOException("checked");
                };
        assertThat(org.assertj.core.api.Assertions.catchThrowable(action::run))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IOException.class);
        Fn<Integer, Integer> function =
                number -> {
                    if (number > 0) {
                        throw new IOException("checked");
                    }
                    throw new IllegalStateException("unchecked");
                };
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> function.apply(1)))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IOException.class);
        assertThatIllegalStateException().isThrownBy(() -> function.apply(0));
        Task<Integer> task = () -> 7;
        assertThat(task.call()).isEqualTo(7);
    }

    private static Set<String> changesOf(Class<?> options) {
        return Stream.of(options.getMethods())
                .map(Method::getName)
                .filter(name -> name.startsWith("with"))
                .collect(Collectors.toSet());
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // what must be refused
    private static <T> T absent() {
        return null;
    }
}
