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
import org.vitrail.contract.wire.Json;
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

    /// What an account's first line says of it: all that its row holds and no later line moves.
    ///
    /// @param epsilon of the cap, as it is shown; a raise says the next one
    record Opening(
            String tier, String name, double epsilon, double delta, boolean guaranteed, Optional<String> parent) {
        Opening raised(double shown) {
            return new Opening(tier, name, shown, delta, guaranteed, parent);
        }
    }

    /// What the line of a raised cap says.
    ///
    /// @param epsilon of the cap from here on, as it is shown
    record Raising(double epsilon, String why) {}

    static <A extends Amount<A>> LineRow opened(AccountSeed<A> seed, String at) {
        Opening opening =
                new Opening(seed.tier(), seed.name(), seed.epsilon(), seed.delta(), seed.guaranteed(), seed.parent());
        return row("OPENED", seed.id(), null, seed.cap(), Json.text(opening), at);
    }

    static <A extends Amount<A>> LineRow reserved(Charge<A> charge, String at) {
        return row("RESERVED", charge.account(), charge.jobId(), charge.amount(), null, at);
    }

    /// A line about a charge that was reserved before: `STARTED`, `VOIDED`, `RELEASED` or `FAILED`.
    static <A extends Amount<A>> LineRow ofCharge(String kind, Charge<A> charge, @Nullable String digest, String at) {
        return row(kind, charge.account(), charge.jobId(), null, digest, at);
    }

    static <A extends Amount<A>> LineRow raised(String account, A cap, double epsilon, String why, String at) {
        return row("RAISED", account, null, cap, Json.text(new Raising(epsilon, why)), at);
    }

    /// A line of words about an account: `CLOSED` or `NOTED`.
    static LineRow words(String kind, String account, String words, String at) {
        return new LineRow(kind, account, Optional.empty(), Optional.empty(), Optional.of(words), at);
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
            case "RAISED" ->
                new Line.Raised<>(account, amount(ledger), raising().why());
            case "NOTED" -> new Line.Noted<>(account, of(detail));
            default -> throw new IllegalStateException("no such line: " + kind);
        };
    }

    private <A extends Amount<A>> Line<A> opened(Kind<A> ledger) {
        Opening opening = opening();
        return new Line.Opened<>(account, opening.parent(), opening.tier(), amount(ledger), opening.guaranteed());
    }

    /// What an `OPENED` line says of its account.
    Opening opening() {
        return Json.read(of(detail), Opening.class);
    }

    /// What a `RAISED` line says.
    Raising raising() {
        return Json.read(of(detail), Raising.class);
    }

    /// Which row a `NOTED` line covers; empty: none.
    Optional<Seal> seal() {
        return kind.equals("NOTED") ? detail.flatMap(Seal::of) : Optional.empty();
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
