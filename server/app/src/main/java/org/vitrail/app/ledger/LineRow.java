package org.vitrail.app.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.vitrail.privacy.ledger.Amount;
import org.vitrail.privacy.ledger.Kind;
import org.vitrail.privacy.ledger.Line;

/// A line of a ledger as it is stored and hashed.
///
/// @param kind which line
/// @param amount units in order, `gdp=123;zcdp=45`; empty: none
/// @param detail what else the line says
record LineRow(
        String kind,
        String account,
        Optional<String> job,
        Optional<String> amount,
        Optional<String> detail,
        String at) {
    static final String SELECT = "select place, kind, account_id, job_id, amount, detail, written_at, hash"
            + " from ledger_line where chain_id = ?";
    private static final char END = '\u001f';

    /// A row of [#SELECT].
    static LineRow read(ResultSet row) throws SQLException {
        return new LineRow(
                row.getString(2),
                row.getString(3),
                Optional.ofNullable(row.getString(4)),
                Optional.ofNullable(row.getString(5)),
                Optional.ofNullable(row.getString(6)),
                row.getString(7));
    }

    /// The hash after this line: SHA-256 of the hash before it and of the chain, the place and every field, each
    /// ended
    /// by U+001F, which no field holds.
    byte[] hash(MessageDigest sha256, byte[] before, String chain, long place) {
        StringBuilder text = new StringBuilder(256);
        for (String field : List.of(
                chain, Long.toString(place), kind, account, job.orElse(""), amount.orElse(""), detail.orElse(""), at)) {
            if (field.indexOf(END) >= 0) {
                throw new IllegalArgumentException("a field of a ledger line must not hold the character U+001F");
            }
            text.append(field).append(END);
        }
        sha256.reset();
        sha256.update(before);
        return sha256.digest(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    static <A extends Amount<A>> LineRow of(Line<A> line, String account, String at) {
        return switch (line) {
            case Line.Opened<A> opened -> row("OPENED", opened.account(), null, opened.cap(), openedDetail(opened), at);
            case Line.Reserved<A>(String job, String on, A amount) -> row("RESERVED", on, job, amount, null, at);
            case Line.Started<A>(String job) -> row("STARTED", account, job, null, null, at);
            case Line.Voided<A>(String job) -> row("VOIDED", account, job, null, null, at);
            case Line.Released<A>(String job, String digest) -> row("RELEASED", account, job, null, digest, at);
            case Line.Failed<A>(String job) -> row("FAILED", account, job, null, null, at);
            case Line.Closed<A>(String on, String why) -> row("CLOSED", on, null, null, why, at);
            case Line.Raised<A>(String on, A cap, String why) -> row("RAISED", on, null, cap, why, at);
            case Line.Noted<A>(String on, String what) -> row("NOTED", on, null, null, what, at);
        };
    }

    private static <A extends Amount<A>> String openedDetail(Line.Opened<A> opened) {
        return opened.tier()
                + (opened.guaranteed() ? ",guaranteed" : "")
                + opened.parent().map(parent -> "," + parent).orElse("");
    }

    private static <A extends Amount<A>> LineRow row(
            String kind, String account, @Nullable String job, @Nullable A amount, @Nullable String detail, String at) {
        return new LineRow(
                kind,
                account,
                Optional.ofNullable(job),
                Optional.ofNullable(amount).map(LineRow::text),
                Optional.ofNullable(detail),
                at);
    }

    static <A extends Amount<A>> String text(A amount) {
        return amount.units().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(";"));
    }

    /// Whether somebody may act on it: all but reservations that came and went. Such a line is signed.
    boolean weighty() {
        return !kind.equals("RESERVED") && !kind.equals("VOIDED");
    }

    /// What the line means.
    ///
    /// @throws IllegalStateException if it means nothing
    <A extends Amount<A>> Line<A> line(Kind<A> ledger) {
        return switch (kind) {
            case "OPENED" -> opened(ledger);
            case "RESERVED" -> new Line.Reserved<>(of(job), account, amount(ledger));
            case "STARTED" -> new Line.Started<>(of(job));
            case "VOIDED" -> new Line.Voided<>(of(job));
            case "RELEASED" -> new Line.Released<>(of(job), of(detail));
            case "FAILED" -> new Line.Failed<>(of(job));
            case "CLOSED" -> new Line.Closed<>(account, of(detail));
            case "RAISED" -> new Line.Raised<>(account, amount(ledger), of(detail));
            case "NOTED" -> new Line.Noted<>(account, of(detail));
            default -> throw new IllegalStateException("no such line: " + kind);
        };
    }

    private <A extends Amount<A>> Line<A> opened(Kind<A> ledger) {
        List<String> words = List.of(of(detail).split(",", -1));
        boolean guaranteed = words.contains("guaranteed");
        int parent = guaranteed ? 2 : 1;
        return new Line.Opened<>(
                account,
                words.size() > parent ? Optional.of(words.get(parent)) : Optional.empty(),
                words.getFirst(),
                amount(ledger),
                guaranteed);
    }

    private static String of(Optional<String> field) {
        return field.orElseThrow(() -> new IllegalStateException("the line lacks a field"));
    }

    private <A extends Amount<A>> A amount(Kind<A> ledger) {
        return amount(ledger, of(amount));
    }

    /// The amount of that text.
    static <A extends Amount<A>> A amount(Kind<A> ledger, String text) {
        SortedMap<String, Long> units = new TreeMap<>();
        for (String unit : text.split(";", -1)) {
            int equals = unit.indexOf('=');
            if (equals < 1) {
                throw new IllegalStateException("the line's amount is malformed");
            }
            units.put(unit.substring(0, equals), Long.parseLong(unit.substring(equals + 1)));
        }
        return ledger.amount(units);
    }
}
