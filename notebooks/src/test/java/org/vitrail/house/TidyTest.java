package org.vitrail.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Walks the repository: sizes, forms, names. A style review that needs no human.
class TidyTest {
    private static final int FILE_LINES_MAX = 400;
    private static final int METHOD_LINES_MAX = 60;
    private static final int LINE_MAX = 120;
    private static final int PUBLIC_TYPES_MAX = 12;
    private static final List<String> PACKAGE_FORM = List.of(
            "**Guarantee.**",
            "**Public.**",
            "**Private.**",
            "**Source.**",
            "**Deviations.**",
            "**Known gaps.**",
            "**Read in this order.**");
    private static final List<String> BANNED_IN_NAMES =
            List.of("Manager", "Helper", "Util", "Utils", "Common", "Misc", "Stuff");

    @Test
    void walk_ofTheRepository_sawTheSources() {
        assertThat(Repository.mainSources()).hasSizeGreaterThan(100);
        assertThat(Repository.javaSources()).hasSizeGreaterThan(150);
    }

    @Test
    void files_stayShort() {
        assertThat(Repository.javaSources().stream()
                        .filter(file -> Repository.lines(file).size() > FILE_LINES_MAX)
                        .map(TidyTest::name))
                .as("files over %d lines", FILE_LINES_MAX)
                .isEmpty();
    }

    @Test
    void lines_stayShort() {
        List<String> tooLong = new ArrayList<>();
        for (Path file : Repository.javaSources()) {
            List<String> lines = Repository.lines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).length() > LINE_MAX && !lines.get(i).contains("\"")) {
                    tooLong.add(name(file) + ":" + (i + 1));
                }
            }
        }
        assertThat(tooLong).as("lines over %d characters", LINE_MAX).isEmpty();
    }

    @Test
    void methods_stayShort() {
        List<String> found = new ArrayList<>();
        for (Path file : Repository.javaSources()) {
            found.addAll(longMethods(name(file), Repository.lines(file)));
        }
        assertThat(found).as("methods over %d lines", METHOD_LINES_MAX).isEmpty();
    }

    @Test
    void longMethods_ofAPlantedLongMethod_findsIt() {
        List<String> lines = new ArrayList<>(List.of("class A {", "    void tooLong() {"));
        for (int i = 0; i < 61; i++) {
            lines.add("        int x" + i + " = 0;");
        }
        lines.addAll(List.of("    }", "}"));
        assertThat(longMethods("A", lines)).hasSize(1);
        assertThat(longMethods("A", List.of("class A {", "    void fine() {", "    }", "}")))
                .isEmpty();
    }

    /// Formatted sources: a method's first line and its closing brace have the same indentation.
    private static List<String> longMethods(String file, List<String> lines) {
        List<String> found = new ArrayList<>();
        Pattern opening = Pattern.compile("^( {4,8})(?! )(?!return|throw|new |else|\\}|//)[\\w<@].*[^;]$");
        for (int i = 0; i < lines.size(); i++) {
            Matcher start = opening.matcher(lines.get(i));
            if (!start.find() || !lines.get(i).contains("(") || lines.get(i).contains(" = ")) {
                continue;
            }
            String close = start.group(1) + "}";
            int end = i + 1;
            while (end < lines.size()
                    && !lines.get(end).startsWith(close)
                    && (lines.get(end).isBlank()
                            || lines.get(end).startsWith(start.group(1) + " ")
                            || lines.get(end).startsWith(start.group(1) + ")"))) {
                end++;
            }
            boolean record = lines.get(i).contains(" record ") || lines.get(i).contains(" interface ");
            if (!record && end < lines.size() && lines.get(end).equals(close) && end - i - 1 > METHOD_LINES_MAX) {
                found.add(file + ":" + (i + 1) + " (" + (end - i - 1) + " lines)");
            }
        }
        return found;
    }

    @Test
    void packages_explainThemselves() {
        List<String> wrong = new ArrayList<>();
        Map<Path, List<Path>> byFolder = Repository.mainSources().stream()
                .filter(file -> !file.endsWith("module-info.java"))
                .collect(Collectors.groupingBy(Path::getParent, LinkedHashMap::new, Collectors.toList()));
        byFolder.forEach((folder, files) -> {
            Path info = folder.resolve("package-info.java");
            if (!Files.exists(info)) {
                wrong.add(name(folder) + ": no package-info.java");
                return;
            }
            String text = Repository.text(info);
            for (String word : PACKAGE_FORM) {
                if (!text.contains(word)) {
                    wrong.add(name(info) + ": no " + word);
                }
            }
            if (!text.contains("@NullMarked")) {
                wrong.add(name(info) + ": not @NullMarked");
            }
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void packages_stayNarrow() {
        Map<Path, Long> publicTypes = Repository.mainSources().stream()
                .filter(file -> Pattern.compile("(?m)^public (?!@)")
                        .matcher(Repository.text(file))
                        .find())
                .collect(Collectors.groupingBy(Path::getParent, Collectors.counting()));
        assertThat(publicTypes.entrySet().stream()
                        .filter(entry -> entry.getValue() > PUBLIC_TYPES_MAX)
                        .map(entry -> name(entry.getKey()) + ": " + entry.getValue()))
                .as("packages with more than %d public types", PUBLIC_TYPES_MAX)
                .isEmpty();
    }

    @Test
    void names_sayWhatThingsAre() {
        assertThat(Repository.javaSources().stream()
                        .map(file -> file.getFileName().toString().replace(".java", ""))
                        .filter(name -> BANNED_IN_NAMES.stream().anyMatch(name::endsWith)))
                .isEmpty();
    }

    @Test
    void architecture_namesWhatExists() {
        String text = Repository.text(Repository.root().resolve("server/ARCHITECTURE.md"));
        TreeSet<String> classes = Repository.javaSources().stream()
                .map(file -> file.getFileName().toString().replace(".java", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        Matcher named = Pattern.compile("`([A-Z][A-Za-z]+)`").matcher(text);
        List<String> missing = new ArrayList<>();
        int seen = 0;
        while (named.find()) {
            seen++;
            if (!classes.contains(named.group(1))) {
                missing.add(named.group(1));
            }
        }
        assertThat(seen).isGreaterThan(5);
        assertThat(missing)
                .as("classes that ARCHITECTURE.md names and that do not exist")
                .isEmpty();
    }

    @Test
    void sources_keepTheirManners() {
        List<String> wrong = new ArrayList<>();
        Pattern banned = Pattern.compile("@SuppressWarnings|/\\*\\*|\\bTODO\\b|\\bFIXME\\b|\\bXXX\\b");
        for (Path file : Repository.javaSources()) {
            if (file.endsWith("TidyTest.java")) {
                continue;
            }
            List<String> lines = Repository.lines(file);
            for (int i = 0; i < lines.size(); i++) {
                if (banned.matcher(lines.get(i)).find()) {
                    wrong.add(name(file) + ":" + (i + 1) + ": " + lines.get(i).strip());
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void topLevel_isTheCustomers() throws Exception {
        try (var entries = Files.list(Repository.root())) {
            assertThat(entries.map(entry -> entry.getFileName().toString()).filter(entry -> !entry.startsWith(".")))
                    .isSubsetOf(
                            "pom.xml",
                            "README.md",
                            "LICENSE",
                            "vitrail",
                            "kernel-extension",
                            "server",
                            "magics",
                            "notebooks",
                            "docker",
                            "target");
        }
    }

    private static String name(Path file) {
        return Repository.root().relativize(file).toString();
    }
}
