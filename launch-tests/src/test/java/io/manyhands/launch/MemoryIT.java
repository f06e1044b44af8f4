package io.manyhands.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Programs that are compiled at run time, by a loader of their own.
@Tag("W8")
class MemoryIT {
    @TempDir Path folder;
    private Path memory = Path.of("memory");

    @BeforeEach
    void compileLoader() throws IOException {
        memory = Files.createDirectory(folder.resolve("memory"));
        Programs.compiled(
                memory,
                Programs.CORE.toString(),
                Programs.sources("memory"),
                Programs.sources("base"),
                Programs.sources("decoy"));
    }

    @Test
    void programRunsFromMemory() throws IOException, InterruptedException {
        assertThat(fromMemory(Programs.sources("shop"), "shop.Main", true).lines())
                .isEqualTo(Launched.SHOP);
    }

    @Test
    void classesAreTheSameAndShadowOthersAsInTheParent() throws IOException, InterruptedException {
        assertThat(fromMemory(Programs.sources("generated"), "generated.Main", true).lines())
                .containsExactly("same=true", "wrapped=5", "shadowing=of memory");
    }

    @Test
    void classWhoseLoaderGivesNoBytesIsMissingWithAReason()
            throws IOException, InterruptedException {
        assertThat(fromMemory(Programs.sources("generated"), "generated.Main", false).text())
                .startsWith(
                        "failed=A class of the value must be visible to the receiver:"
                                + " class=generated.Main, whose bytes its loader in the parent does"
                                + " not give: loader=memory.Memory@");
    }

    private Launched fromMemory(Path sources, String main, boolean givesBytes)
            throws IOException, InterruptedException {
        String path = JarsIT.classPath(Programs.CORE, memory);
        return Launched.java("-cp", path, "memory.Memory", sources, main, givesBytes);
    }
}
