package io.manyhands.cli.find;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class NeedleTest {
    @RepeatedTest(20)
    void findsEveryMatchWhereverItStands(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        for (int i = 0; i < 100; i++) {
            String text = text(random, random.nextInt(3000), 2 + random.nextInt(20));
            List<String> terms = new ArrayList<>();
            for (int count = 1 + random.nextInt(6); count > 0; count--) {
                terms.add(text(random, 1 + random.nextInt(4), 4));
            }
            assertThat(places(Needles.ofTerms(terms, false), text))
                    .as("%s", terms)
                    .isEqualTo(expected(terms, text));
        }
    }

    @Test
    void newlinesAreFoundAndCountedAtAnyPlace() {
        Random random = new Random(7);
        for (int i = 0; i < 500; i++) {
            String text = text(random, random.nextInt(1500), 3).replace('b', '\n');
            Block block = block(text);
            int from = random.nextInt(text.length() + 1);
            String part = text.substring(from);
            int first = part.indexOf('\n');
            int last = part.lastIndexOf('\n');
            assertThat(Newlines.first(block.data(), from, text.length()))
                    .isEqualTo(first < 0 ? -1 : from + first);
            assertThat(Newlines.last(block.data(), from, text.length()))
                    .isEqualTo(last < 0 ? -1 : from + last);
            assertThat(Newlines.count(block.data(), from, text.length()))
                    .isEqualTo((int) part.chars().filter(c -> c == '\n').count());
        }
    }

    @Test
    void matchBehindTheEndIsNone() {
        Block block = block("xxab");
        assertThat(Needles.ofTerms(List.of("ab"), false).find(block.data(), 0, 3)).isEqualTo(-1);
        assertThat(Needles.ofTerms(List.of("ab"), false).find(block.data(), 0, 4)).isEqualTo(2);
    }

    private static List<String> places(Needle needle, String text) {
        Block block = block(text);
        needle.reset();
        List<String> places = new ArrayList<>();
        int at = needle.find(block.data(), 0, text.length());
        while (at >= 0) {
            places.add(at + "-" + needle.end());
            at = needle.find(block.data(), needle.end(), text.length());
        }
        return places;
    }

    private static List<String> expected(List<String> terms, String text) {
        List<String> places = new ArrayList<>();
        for (int at = 0; at < text.length(); at++) {
            int end = -1;
            for (String term : terms) {
                end = text.startsWith(term, at) ? Math.max(end, at + term.length()) : end;
            }
            if (end >= 0) {
                places.add(at + "-" + end);
                at = end - 1;
            }
        }
        return places;
    }

    private static Block block(String text) {
        Block block = new Block(text.length());
        block.data().put(0, text.getBytes(StandardCharsets.US_ASCII));
        return block;
    }

    private static String text(Random random, int length, int letters) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(letters)));
        }
        return text.toString();
    }
}
