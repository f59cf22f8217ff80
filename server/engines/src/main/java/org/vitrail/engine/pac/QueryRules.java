package org.vitrail.engine.pac;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.vitrail.privacy.accounting.text.Nearest;

/// What a query may say.
final class QueryRules {
    private static final Set<String> FUNCTIONS = Set.of(
            "+",
            "-",
            "*",
            "/",
            "%",
            "~~",
            "!~~",
            "~~*",
            "!~~*",
            "substring",
            "substr",
            "left",
            "right",
            "date_part",
            "date_trunc",
            "year",
            "month",
            "day",
            "quarter",
            "lower",
            "upper",
            "length",
            "trim",
            "abs",
            "round",
            "floor",
            "ceil",
            "ceiling",
            "least",
            "greatest",
            "contains",
            "starts_with",
            "to_days",
            "to_months",
            "to_years",
            "to_weeks",
            "ln",
            "log",
            "log10",
            "exp",
            "sqrt",
            "nullif",
            "power",
            "pow");

    /// What others call functions that are answered.
    private static final Map<String, String> SYNONYMS = Map.of(
            "mean", "avg", "average", "avg", "std", "stddev", "var", "variance", "percentile_cont", "quantile_cont");

    /// Most objects in a query's tree.
    static final int NODES_MAX = 3000;

    private static final int TEXT_MAX = 1000;

    private final PacSchema schema;
    private final Map<String, Set<String>> columns;

    QueryRules(PacSchema schema, Map<String, Set<String>> columns) {
        this.schema = schema;
        this.columns = columns;
    }

    /// A tree that is not too large, no names of ours.
    void checkNames(ObjectNode root) throws PacRefusedException {
        checkNames(SqlTree.objects(root));
    }

    private static void checkNames(List<ObjectNode> nodes) throws PacRefusedException {
        if (nodes.size() > NODES_MAX) {
            throw new PacRefusedException(
                    "expected a query of at most " + NODES_MAX + " parts, got " + nodes.size() + ": ask in several");
        }
        List<String> wrong = new ArrayList<>();
        nodes.forEach(node -> {
            if (QueryForm.isOurs(node)) {
                wrong.add("two underscores in a row are not for names or texts of queries");
            }
            if (!QueryForm.isPlain(node)) {
                wrong.add("expected names of ASCII letters, digits and signs: DuckDB folds others in its own way");
            }
        });
        refuse(wrong);
    }

    /// Only registered tables and known functions, no windows, no names of ours.
    void checkWords(ObjectNode root) throws PacRefusedException {
        List<ObjectNode> nodes = SqlTree.objects(root);
        checkNames(nodes);
        List<String> wrong = new ArrayList<>();
        nodes.forEach(node -> {
            if (!node.path("cte_map").path("map").isEmpty()) { // its names would not be registered ones
                wrong.add("expected WITH before a SELECT, got one before others: write the SELECT in FROM");
            }
            if (SqlTree.type(node).equals("BASE_TABLE") && !isRegistered(node)) {
                String name = node.path("table_name").asText();
                wrong.add("expected a registered table by its plain name, got '" + name + "'"
                        + didYouMean(name, columns.keySet())
                        + "; here are " + columns.keySet().stream().sorted().toList()
                        + ", others if they link to one of them (--link when they are registered)");
            } else if (SqlTree.type(node).equals("SHOW_REF")) {
                wrong.add("expected tables in FROM, got DESCRIBE or SHOW");
            }
            if (node.path("value").asText().length() > TEXT_MAX) {
                wrong.add("expected texts of at most " + TEXT_MAX + " characters");
            }
            String kind = node.path("class").asText();
            String function = node.path("function_name").asText();
            if (kind.equals("WINDOW")) {
                wrong.add("window functions are not answered: they rank one row against others");
            } else if (kind.equals("FUNCTION") && !Aggregates.isAggregate(node) && !FUNCTIONS.contains(function)) {
                wrong.add("the function '" + function + "' is not answered"
                        + didYouMean(
                                SYNONYMS.getOrDefault(function, function),
                                Stream.concat(FUNCTIONS.stream(), Aggregates.names())
                                        .toList()));
            }
        });
        refuse(wrong);
    }

    /// What was probably meant, to be put behind what was said.
    static String didYouMean(String said, Collection<String> names) {
        return Nearest.to(said, names.stream().sorted().toList())
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
    }

    private static void refuse(List<String> wrong) throws PacRefusedException {
        if (!wrong.isEmpty()) {
            throw new PacRefusedException(wrong.getFirst());
        }
    }

    /// A table of the database.
    private boolean isRegistered(JsonNode table) {
        String name = table.path("table_name").asText().toLowerCase(Locale.ROOT);
        boolean plain = table.path("schema_name").asText().isEmpty()
                && table.path("catalog_name").asText().isEmpty();
        return plain && !name.startsWith("__") && columns.containsKey(name);
    }

    /// No condition on private aggregates.
    void checkShape(ObjectNode root) throws PacRefusedException {
        if (!SqlTree.type(root.path("having")).isEmpty()) {
            throw new PacRefusedException(
                    "HAVING compares what is private: leave it out and choose from the noisy answer");
        }
        for (JsonNode item : root.path("select_list")) {
            if (SqlTree.type(item).equals("STAR")) {
                throw new PacRefusedException(
                        "the query puts out rows, not aggregates: * shows rows of one unit of " + schema.unit());
            }
        }
        JsonNode list = root.path("select_list");
        if (root.path("group_expressions").isEmpty()
                && !Aggregates.in(list)
                && SqlTree.selects(list).isEmpty()) {
            throw new PacRefusedException("column '" + SqlTree.name(list.get(0), 0)
                    + "' is neither a key of the groups nor an aggregate: rows of one unit of " + schema.unit()
                    + " are not put out");
        }
    }

    /// Keys may come from public tables and from columns that the owner declared groupable.
    void checkKey(JsonNode key, Scope scope) throws PacRefusedException {
        for (JsonNode reference : references(key, false)) {
            Scope.Found found = found(reference, scope);
            Optional<PacSchema.Table> table = found.source().table().flatMap(schema::table);
            if (table.isPresent() && !table.get().groupable().contains(found.column())) {
                throw new PacRefusedException("groups by '" + found.column() + "' of "
                        + table.get().name()
                        + " would show values of one unit of " + schema.unit() + ": group by categories or public"
                        + " columns; of others, count bands: sum(CASE WHEN " + found.column()
                        + " < … THEN 1 ELSE 0 END)");
            }
            boolean counts =
                    found.expression().isPresent() && isCount(found.expression().get());
            if (counts && !isOfUnitsAlone(found.source().derived().orElseThrow())) {
                throw new PacRefusedException("groups by a count of rows of public tables would show values of one"
                        + " unit of " + schema.unit() + ": count rows of protected tables alone");
            }
            if (found.expression().isPresent() && !counts) {
                checkKey(found.expression().get(), inside(found, scope));
            }
        }
    }

    /// Whether only protected tables are joined: how many rows of a public one a value meets would tell it.
    private boolean isOfUnitsAlone(ObjectNode select) throws PacRefusedException {
        return Scope.of(select, Optional.empty()).sources.stream()
                .allMatch(source -> source.table().flatMap(schema::table).isPresent());
    }

    /// How many rows, or values of a column, there are: no value of theirs.
    private static boolean isCount(JsonNode expression) {
        JsonNode children = expression.path("children");
        return Set.of("count", "count_star")
                        .contains(expression.path("function_name").asText())
                && !expression.path("filter").isObject()
                && (children.isEmpty()
                        || (children.size() == 1
                                && SqlTree.type(children.get(0)).equals("COLUMN_REF")));
    }

    /// What is added up or compared is bounded by the declarations.
    void checkBounds(ObjectNode aggregate, Scope scope) throws PacRefusedException {
        Optional<JsonNode> argument = Aggregates.measured(aggregate);
        if (argument.isPresent()) {
            checkBounded(argument.get(), scope);
        }
    }

    private void checkBounded(JsonNode expression, Scope scope) throws PacRefusedException {
        for (JsonNode reference : references(expression, true)) {
            Scope.Found found = found(reference, scope);
            Optional<PacSchema.Table> table = found.source().table().flatMap(schema::table);
            if (table.isPresent() && !table.get().bounds().containsKey(found.column())) {
                throw new PacRefusedException("the contribution of '" + found.column() + "' of "
                        + table.get().name() + " is unbounded: the owner has to declare public bounds of that"
                        + " column, or write least(greatest(" + found.column() + ", LOW), HIGH)");
            }
            if (found.expression().isPresent()) {
                checkBounded(found.expression().get(), inside(found, scope));
            }
        }
    }

    private static Scope inside(Scope.Found found, Scope scope) throws PacRefusedException {
        return Scope.of(found.source().derived().orElseThrow(), Optional.of(scope));
    }

    private Scope.Found found(JsonNode reference, Scope scope) throws PacRefusedException {
        return scope.find(reference, columns)
                .orElseThrow(() -> new PacRefusedException("no column '" + SqlTree.column(reference)
                        + "' in the tables of this query"
                        + didYouMean(
                                SqlTree.column(reference),
                                columns.values().stream().flatMap(Set::stream).toList())));
    }

    /// Column references of an expression, without those of SELECTs inside it.
    ///
    /// @param values leave out what only decides (conditions of CASE) or counts
    private static List<JsonNode> references(JsonNode expression, boolean values) {
        List<JsonNode> found = new ArrayList<>();
        collect(expression, values, found);
        return found;
    }

    private static void collect(JsonNode node, boolean values, List<JsonNode> found) {
        String type = SqlTree.type(node);
        if (type.equals("COLUMN_REF")) {
            found.add(node);
            return;
        }
        boolean counts = node.path("function_name").asText().startsWith("count");
        if (type.equals("SUBQUERY") || (values && counts)) {
            return;
        }
        node.properties().forEach(field -> {
            if (!(values && field.getKey().equals("when_expr"))) {
                collect(field.getValue(), values, found);
            }
        });
        if (node.isArray()) {
            node.forEach(child -> collect(child, values, found));
        }
    }
}
