package io.manyhands.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Generated files, terms and options: what is printed is what GNU grep prints, byte for byte.
class SameAsGrepTest {
    private static final int CASES_A_SEED = 40;
    private static final String[] PLAIN = {
        "a", "b", "a", "A", "B", " ", "x", "\n", "\n", "\r\n", ".", "ab"
    };
    private static final String[] LETTERS = {
        "ä", "Ä", "é", "€", "𝄞", "σ", "ς", "Σ", "s", "ſ", "i", "ı", "K", "가"
    };
    // In any case as long as themselves. GNU's regexec misses what is behind another letter, with
    // -i
    // and in a line that ends within a character.
    private static final String[] EVEN_LETTERS = {
        "ä", "Ä", "é", "€", "𝄞", "σ", "ς", "Σ", "s", "가"
    };
    private static final int[] BROKEN = {0xff, 0xc3, 0xa4, 0x80, 0xe2, 0x82, 0xed, 0xa0, 0xf0};
    private static final String[] EXPRESSIONS = {
        "a+b",
        "a|b",
        "(a|ab)(x|bx)?",
        "^a",
        "b$",
        "^$",
        "[ab]+",
        "[^a]b",
        "a.b",
        "x*",
        "a{2}",
        "(a|b){1,3}x",
        "[[:alpha:]]b",
        "\\ba",
        "b\\b",
        "\\<a",
        "b\\>",
        "\\w+",
        "a\\.",
        "ab",
        "(ab)+",
        "(a)\\1",
        "ä|b",
        "[äé]",
        "a?b?x",
        "^.{3}$",
        "a\\s",
        "[[:upper:]]",
        "[[:lower:]]b",
        "\\.",
        "[]a]",
        "[a-c]x",
        "a{,2}b",
        "(^a|b$)",
        "\\Bb",
        "[[:space:]]$",
        "x{",
        "ä+",
        ".ä"
    };

    @TempDir Path directory;
    private int cases;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("manyhands.seeds", 12));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void termsInBytesOfAnyKind(long seed) throws Exception {
        Random random = new Random(seed);
        for (int i = 0; i < CASES_A_SEED; i++) {
            List<String> options = options(random);
            List<String> files = files(random, true, LETTERS);
            List<String> terms = terms(random, true);
            check("C", "-F", options, terms, files, random);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void termsInAnyCaseInText(long seed) throws Exception {
        Random random = new Random(100 + seed);
        for (int i = 0; i < CASES_A_SEED; i++) {
            List<String> options = options(random);
            options.add("-i");
            List<String> files = files(random, false, LETTERS);
            check("C.UTF-8", "-F", options, terms(random, true), files, random);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void regularExpressions(long seed) throws Exception {
        Random random = new Random(200 + seed);
        for (int i = 0; i < CASES_A_SEED; i++) {
            List<String> options = options(random);
            boolean ignoresCase = random.nextInt(3) == 0;
            if (ignoresCase) {
                options.add("-i");
            }
            List<String> terms = new ArrayList<>();
            for (int k = random.nextInt(5) == 0 ? 2 : 1; k > 0; k--) {
                terms.add(EXPRESSIONS[random.nextInt(EXPRESSIONS.length)]);
            }
            // What a word is beside a broken byte is decided differently by grep's several
            // matchers.
            boolean hasWords = terms.stream().anyMatch(term -> term.matches(".*\\\\[bB<>].*"));
            boolean mayBeBroken = !hasWords && random.nextBoolean();
            String[] letters = mayBeBroken && ignoresCase ? EVEN_LETTERS : LETTERS;
            List<String> files = files(random, mayBeBroken, letters);
            check("C.UTF-8", "-E", options, terms, files, random);
        }
    }

    private void check(
            String locale,
            String syntax,
            List<String> options,
            List<String> terms,
            List<String> files,
            Random random)
            throws Exception {
        List<String> common = new ArrayList<>(options);
        for (String term : terms) {
            common.addAll(List.of("-e", term));
        }
        List<String> ours = new ArrayList<>(List.of("find"));
        ours.addAll(common);
        if (syntax.equals("-E")) {
            ours.add("--regex");
        }
        ours.addAll(where(random));
        ours.addAll(files);
        List<String> greps = new ArrayList<>(List.of(syntax));
        for (String option : common) {
            greps.add(
                    option.equals("--with-filename")
                            ? "-H"
                            : option.equals("--no-filename") ? "-h" : option);
        }
        greps.addAll(files);
        Answer expected = Answer.ofGrep(locale, greps);
        Answer actual = Answer.ofManyhands(ours);
        assertThat(actual).as("%s", ours).isEqualTo(expected);
    }

    private List<String> where(Random random) {
        List<String> where = new ArrayList<>();
        if (random.nextInt(4) > 0) {
            where.add("--range-bytes=" + (1 + random.nextInt(64)));
            boolean isCostly = ++cases == CASES_A_SEED / 2;
            String cheap = random.nextBoolean() ? "threads" : "virtual";
            where.add("--on=" + (isCostly ? "processes" : cheap));
        }
        where.add("-w" + (1 + random.nextInt(4)));
        return where;
    }

    private static List<String> options(Random random) {
        List<String> options = new ArrayList<>(List.of("-a"));
        String[] all = {
            "-n", "-c", "-l", "-v", "--color=always", "--with-filename", "--no-filename"
        };
        for (String option : all) {
            if (random.nextInt(4) == 0) {
                options.add(option);
            }
        }
        if (random.nextInt(4) == 0) {
            options.add("-m" + random.nextInt(4));
        }
        return options;
    }

    private static List<String> terms(Random random, boolean anyLetters) {
        List<String> terms = new ArrayList<>();
        int count = random.nextInt(3) > 0 ? 1 : 1 + random.nextInt(7);
        while (terms.size() < count) {
            StringBuilder term = new StringBuilder();
            for (int length = 1 + random.nextInt(3); length > 0; length--) {
                boolean isLetter = anyLetters && random.nextInt(3) == 0;
                String[] from = isLetter ? LETTERS : PLAIN;
                term.append(from[random.nextInt(from.length)].strip());
            }
            if (!term.isEmpty()) {
                terms.add(term.toString());
            }
        }
        return terms;
    }

    private List<String> files(Random random, boolean mayBeBroken, String... letters)
            throws Exception {
        List<String> files = new ArrayList<>();
        for (int i = random.nextInt(3) == 0 ? 3 : 1; i > 0; i--) {
            Path file = directory.resolve("file" + i + ".txt");
            Files.write(file, content(random, mayBeBroken, letters));
            files.add(file.toString());
        }
        return files;
    }

    private static byte[] content(Random random, boolean mayBeBroken, String... letters) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int length = random.nextInt(4) == 0 ? random.nextInt(3) : random.nextInt(300);
        boolean hasLongLines = random.nextInt(4) == 0;
        for (int i = 0; i < length; i++) {
            int kind = random.nextInt(10);
            if (mayBeBroken && kind == 0) {
                content.write(BROKEN[random.nextInt(BROKEN.length)]);
            } else {
                String[] from = kind < 4 ? letters : PLAIN;
                String piece = from[random.nextInt(from.length)];
                boolean isDropped = hasLongLines && piece.endsWith("\n") && random.nextInt(9) > 0;
                content.writeBytes((isDropped ? "a" : piece).getBytes(StandardCharsets.UTF_8));
            }
        }
        return content.toByteArray();
    }
}
