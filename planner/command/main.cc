/*
 * SPDX-License-Identifier: GPL-2.0-only
 *
 * Copyright (c) 2026 The ipsec-offload authors
 */
#include "analyze-command.h"
#include "answer-command.h"
#include "calibrate-command.h"
#include "list-command.h"
#include "new-command.h"
#include "result-commands.h"
#include "run-command.h"
#include "running-options.h"
#include "show-command.h"
#include "solve-command.h"
#include "validate-command.h"
#include "walk-command.h"

#include "model/profile/did-you-mean.h"
#include "model/profile/plain-text.h"
#include "planner/scenario/scenario-schema.h"
#include "planner/sweep/mpi-world.h"
#include "planner/sweep/stop-signals.h"

#include "ns3/ipsec-input-error.h"
#include "ns3/ipsec-offload-config.h"

#include <CLI/CLI.hpp>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <exception>
#include <iostream>
#include <string>

/**
 * @file
 * @ingroup ipsec-offload
 * ipsec-plan: the command line of the planner. Exit status: 0 done, 1 something is wrong with the
 * input or the machine, 2 wrong usage, 128 + n stopped by signal n.
 */

namespace
{

using namespace ns3::planner;
using ns3::DidYouMean;
using ns3::ForTerminal;
using ns3::InputError;
using ns3::WithoutControls;

constexpr int FAILURE = 1;
constexpr int WRONG_USAGE = 2;
constexpr int SIGNAL_BASE = 128;
constexpr const char* ANSWER_IS_ONE =
    "the answers compare one point with its variants, all of which one process must have; "
    "`ipsec-plan run` can be divided";

/// What was given.
struct CommandLine
{
    RunOptions run;
    AnswerOptions answer;
    AnswerOptions report;
    WalkOptions walk;
    ValidateOptions validate;
    CalibrateOptions calibrate;
    AnalyzeOptions analyze;
    SolveOptions solve;
    ResultCommands results;
    ShowOptions show;
    NewOptions fresh;
    std::string key;
    uint64_t packets{0};
    CheckOptions check;
    ListOptions list;
};

/// @return a check of what to list, and what it says
CLI::Validator
Topic()
{
    return {[](std::string& text) {
                const auto& topics = GetListTopics();
                if (std::find(topics.begin(), topics.end(), text) != topics.end())
                {
                    return std::string();
                }
                std::string expected;
                for (const auto& topic : topics)
                {
                    expected += (expected.empty() ? "expected one of " : ", ") + topic;
                }
                return "'" + text + "': " + expected + DidYouMean(text, topics);
            },
            ""};
}

/// @param app what was parsed @return which command or option its first unknown word may mean
std::string
SuggestUsage(const CLI::App* app)
{
    const auto unknown = app->remaining(true);
    while (!app->get_subcommands().empty())
    {
        app = app->get_subcommands().front();
    }
    std::vector<std::string> known;
    for (const auto* command : app->get_subcommands({}))
    {
        if (!command->get_group().empty())
        {
            known.push_back(command->get_name());
        }
    }
    for (const auto* option : app->get_options())
    {
        for (const auto& name : option->get_lnames())
        {
            known.push_back("--" + name);
        }
    }
    std::string suggestion;
    for (const auto& word : unknown)
    {
        suggestion += suggestion.empty() ? DidYouMean(word.substr(0, word.find('=')), known) : "";
    }
    return suggestion;
}

/// @param app gets the command @param options what its options are stored in
void
DescribeWalk(CLI::App& app, WalkOptions& options)
{
    auto* walk =
        app.add_subcommand("walk", "Follow one packet, or the life of one SA, step by step");
    walk->add_option("SCENARIO", options.scenario, SCENARIO_HELP)->required()->type_name("");
    walk->add_option("--packet",
                     options.packet,
                     "Which packet of the measured node's protected traffic, or of the SA, from 1")
        ->check(AtLeastOne())
        ->type_name("N")
        ->capture_default_str();
    walk->add_option("--sa", options.sa, "Only packets of this SA: its SPI, decimal or 0x...")
        ->type_name("SPI");
    walk->add_option("--at", options.at, "Only packets sent at or after this time, as '612 ms'")
        ->type_name("TIME");
    AddPoint(*walk, options.curve, options.value);
    AddSettings(*walk, options.settings);
    walk->add_flag("--control",
                   options.control,
                   "Follow the life of an SA, from ADD to the freed slots, instead of a packet");
    auto* lost = walk->add_option("--lost",
                                  options.lostReason,
                                  "The first packet of the window of a run that is lost, for this "
                                  "reason if one is given, as in --lost replay");
    lost->expected(0, 1)->type_name("REASON");
    walk->add_flag("--full",
                   options.full,
                   "Simulate the packet in full fidelity: through ns-3's IP stack")
        ->excludes("--control");
    for (const char* other : {"--packet", "--sa", "--at", "--control", "--full"})
    {
        lost->excludes(walk->get_option(other));
    }
    walk->add_option("-o,--output", options.output, "Sequence diagram to write (SVG)")
        ->check(NotEmpty())
        ->type_name("FILE");
    walk->callback([&options, lost] {
        options.lost = lost->count() > 0;
        WalkCommand(options);
    });
}

/// @param app gets the command @param options what its options are stored in
void
DescribeAnalyze(CLI::App& app, AnalyzeOptions& options)
{
    auto* analyze = app.add_subcommand("analyze", "Say what closed forms say, without simulation");
    analyze->add_option("SCENARIO", options.scenario, SCENARIO_HELP)->required()->type_name("");
    analyze->add_option("--curve", options.curve, "Only this curve")->type_name("NAME");
    analyze->add_option("--value", options.value, "Only this value of the sweep")
        ->type_name("VALUE");
    AddSettings(*analyze, options.settings);
    AddJson(*analyze, options.json);
    analyze
        ->add_option("-o,--out",
                     options.out,
                     "Folder that gets a folder with the scenario's name, and in it a page with a "
                     "figure (analysis.html)")
        ->check(NotEmpty())
        ->type_name("FOLDER");
    analyze->callback([&options] { AnalyzeCommand(options); });
}

/**
 * @param app gets the command
 * @param options what its options are stored in
 * @param status gets the exit status
 */
void
DescribeSolveCommand(CLI::App& app, SolveOptions& options, int& status)
{
    auto* solve =
        app.add_subcommand("solve", "Find the smallest value of something that meets goals");
    solve->add_option("SCENARIO", options.run.scenario, SCENARIO_HELP)->required()->type_name("");
    solve
        ->add_option("--unknown",
                     options.unknown,
                     "What to find, as sa-slots or nodes.server.host.cores (default: the "
                     "scenario's)")
        ->check(NotEmpty())
        ->type_name("PATH");
    solve
        ->add_option(
            "--values",
            options.values,
            "Its values, smallest first: '{from: 0, to: 2000}' or '[10 Gbit/s, 25 Gbit/s]'")
        ->check(NotEmpty())
        ->type_name("LIST");
    solve
        ->add_option("--goal",
                     options.goals,
                     "What to reach, as throughput='38 Gbit/s' or loss='0.1 %'; may be given "
                     "several times")
        ->allow_extra_args(false)
        ->type_name("NAME=VALUE");
    AddJson(*solve, options.json);
    AddRunning(*solve, options.run);
    RefuseShard(*solve,
                "each value that solve tries depends on the results of those before it, which "
                "another shard would have");
    solve->callback([&options, &status] { status = SolveCommand(options) ? 0 : FAILURE; });
}

/// @param app gets the command @param options what its options are stored in
void
DescribeAnswer(CLI::App& app, AnswerOptions& options)
{
    auto* answer = app.add_subcommand(
        "answer",
        "Is it enough, what helps, what after a failure, with 10 % more, at a rekey?");
    answer->add_option("SCENARIO", options.run.scenario, SCENARIO_HELP)->required()->type_name("");
    AddPoint(*answer, options.curve, options.value);
    AddRunning(*answer, options.run);
    RefuseShard(*answer, ANSWER_IS_ONE);
    AddJson(*answer, options.run.json);
    answer->add_flag("--strict", options.run.strict, "A marked point gives exit status 1");
    answer->callback([&options] { AnswerCommand(options); });
}

/// @param app gets the command @param options what its options are stored in
void
DescribeReport(CLI::App& app, AnswerOptions& options)
{
    auto* report =
        app.add_subcommand("report", "Answer and run: report.html with the answers on top");
    report->add_option("SCENARIO", options.run.scenario, SCENARIO_HELP)->required()->type_name("");
    AddPoint(*report, options.curve, options.value);
    AddRunning(*report, options.run);
    RefuseShard(*report, ANSWER_IS_ONE);
    report->callback([&options] {
        AnswerCommand(options);
        std::cout << "\n";
        RunCommand(options.run);
    });
}

/// @param app gets the commands @param options what the options of "show" are stored in
void
DescribeLanguage(CLI::App& app, ShowOptions& options)
{
    auto* show =
        app.add_subcommand("show", "Print a scenario with all defaults, and a point of it");
    show->add_option("SCENARIO", options.scenario, SCENARIO_HELP)->required()->type_name("");
    show->add_option("--curve", options.curve, "Only a point of this curve (default: all curves)")
        ->type_name("NAME");
    show->add_option("--value",
                     options.value,
                     "Only the point at this value of the sweep (default: all values)")
        ->type_name("VALUE");
    AddSettings(*show, options.settings);
    AddJson(*show, options.json);
    show->callback([&options] { ShowCommand(options); });

    app.add_subcommand("schema", "Print the JSON Schema of scenarios, for editors")->callback([] {
        std::cout << MakeScenarioSchema() << "\n";
    });
}

/// @param app gets the command @param options what its options are stored in
void
DescribeNew(CLI::App& app, NewOptions& options)
{
    auto* fresh =
        app.add_subcommand("new", "Write a scenario to begin with, or a profile to fill in");
    fresh->add_option("FILE", options.file, "File that does not exist")
        ->check(NotEmpty())
        ->type_name("")
        ->capture_default_str();
    const auto add = [fresh](const char* option, std::string& answer, const char* help) {
        fresh->add_option(option, answer, help)->check(NotEmpty())->type_name("WORD");
    };
    add("--nic", options.answers.nic, "NIC profile");
    add("--host", options.answers.host, "Host profile");
    add("--kernel", options.answers.kernel, "Kernel profile");
    add("--tunnels", options.answers.tunnels, "How many clients or tunnels");
    add("--rate", options.answers.rate, "Rate of IP, as '10 Gbit/s'");
    add("--mix", options.answers.mix, "Sizes of packets: the name of a mix");
    add("--arrivals", options.answers.arrivals, "Arrivals: poisson, constant, bursts or day");
    add("--replay", options.answers.replay, "A recording (pcap) instead of sizes and arrivals");
    add("--topology", options.answers.topology, "Network: server, gateways or hub");
    add("--question", options.answers.question, "slots, cores, traffic, tunnels or sizes");
    for (const bool isNic : {true, false})
    {
        auto* profile = fresh->add_subcommand(isNic ? "nic" : "host",
                                              isNic ? "Write a NIC profile to fill in"
                                                    : "Write a host profile to fill in");
        profile->add_option("NAME", options.profile, "Its name")->required()->type_name("");
        profile
            ->add_option("-o,--output",
                         options.output,
                         "Its file (default: where all scenarios find it)")
            ->check(NotEmpty())
            ->type_name("FILE");
        profile->callback([&options, isNic] { NewProfileCommand(isNic, options); });
    }
    fresh->callback([&options, fresh] {
        if (fresh->get_subcommands().empty())
        {
            NewScenarioCommand(options);
        }
    });
}

/// @param app gets the command @param options what its options are stored in
void
DescribeCalibrate(CLI::App& app, CalibrateOptions& options)
{
    auto* calibrate =
        app.add_subcommand("calibrate", "Measure this machine's ciphers, write a host profile");
    calibrate
        ->add_option("-o,--output",
                     options.output,
                     "Profile to write (YAML; default: this-machine, where all scenarios find it)")
        ->check(NotEmpty())
        ->type_name("FILE");
    calibrate
        ->add_option("--base", options.base, "Host profile that gives the costs of all other steps")
        ->type_name("NAME")
        ->capture_default_str();
    calibrate->add_flag("--quick", options.quick, "Four sizes, and a thirtieth of the time");
    calibrate->callback([&options] { CalibrateCommand(options); });
}

/**
 * @param app gets the command
 * @param options what its options are stored in
 * @param status gets the exit status
 */
void
DescribeValidate(CLI::App& app, ValidateOptions& options, int& status)
{
    options.run.out = "out/validation";
    auto* validate =
        app.add_subcommand("validate",
                           "Simulate what others measured, and print model against measurement");
    validate
        ->add_option("SCENARIO",
                     options.files,
                     "Scenarios with a section 'validation' (default: all that are shipped)")
        ->type_name("");
    auto* fit =
        validate->add_flag("--fit",
                           options.fit,
                           "Find the calibrated parameters anew from the calibrating points");
    auto* holdOut =
        validate->add_option("--hold-out",
                             options.holdOut,
                             "SOURCE:AT: leave this measured point out, calibrate with the "
                             "others, predict it; all: each point in turn");
    holdOut->type_name("")->allow_extra_args(false)->excludes(fit);
    AddJson(*validate, options.run.json);
    fit->excludes(validate->get_option("--json"));
    holdOut->excludes(validate->get_option("--json"));
    validate->add_flag("--strict", options.strict, "A missed check gives exit status 1");
    AddRunning(*validate, options.run);
    RefuseShard(*validate, "a validation compares all of its points with the measurement at once");
    validate->callback([&options, &status] { status = ValidateCommand(options) ? 0 : FAILURE; });
}

/**
 * @param app gets the commands
 * @param line gets what was given
 * @param status gets the exit status of a command that has one of its own
 */
void
Describe(CLI::App& app, CommandLine& line, int& status)
{
    app.description(
        "Plans IPsec gateways and servers with inline offload: simulates a scenario for "
        "each value of what it sweeps, and draws throughput against offload ratio.");
    app.footer("Exit status: 0 done, 1 error in the input or on the machine, 2 wrong usage.\n"
               "Example: ipsec-plan run edge-server");
    app.set_version_flag("--version", "ipsec-plan " IPSEC_OFFLOAD_VERSION);
    app.require_subcommand(0, 1); // with none main() complains: CLI11 would not name a wrong one
    app.failure_message([](const CLI::App* at, const CLI::Error& error) {
        return "ipsec-plan: " + WithoutControls(error.what()) + "; see ipsec-plan --help" +
               WithoutControls(SuggestUsage(at)) + "\n";
    });

    auto* run = app.add_subcommand("run", "Simulate a scenario, write results and figure");
    run->add_option("SCENARIO", line.run.scenario, SCENARIO_HELP)->required()->type_name("");
    AddRunning(*run, line.run);
    AddFidelity(*run, line.run.settings);
    AddShard(*run, line.run.shard);
    AddJson(*run, line.run.json);
    run->add_option("--name", line.run.name, "Name of the run and its folder, not the scenario's")
        ->check(NotEmpty())
        ->type_name("NAME");
    run->add_flag("--strict",
                  line.run.strict,
                  "Exit with status 1 when a point is marked, or a cost is missing");
    run->callback([&line] { RunCommand(line.run); });

    DescribeResultCommands(app, line.results);

    auto* check = app.add_subcommand("check", "Read scenarios without running them");
    check
        ->add_option("SCENARIO",
                     line.check.files,
                     "Scenario files (YAML), or names of shipped ones")
        ->required()
        ->type_name("");
    check->add_flag("--strict", line.check.strict, "A warning gives exit status 1");
    AddJson(*check, line.check.json);
    check->callback([&line, &status] { status = CheckCommand(line.check) ? 0 : FAILURE; });

    auto* list = app.add_subcommand(
        "list",
        "Show scenarios, profiles, their keys, networks, mixes, kernels and metrics");
    list->add_option("TOPIC",
                     line.list.topic,
                     "What to show (default: all but keys and scenario-keys)")
        ->check(Topic());
    list->add_flag("--sources",
                   line.list.sources,
                   "Print every value of every profile, with its mark and its source");
    list->add_flag("--rst", line.list.rst, "Print the keys as the manual has them");
    AddJson(*list, line.list.json);
    list->callback([&line] { ListCommand(line.list); });

    DescribeAnalyze(app, line.analyze);
    DescribeAnswer(app, line.answer);
    DescribeReport(app, line.report);
    DescribeSolveCommand(app, line.solve, status);
    DescribeLanguage(app, line.show);
    DescribeNew(app, line.fresh);
    DescribeWalk(app, line.walk);
    DescribeValidate(app, line.validate, status);
    DescribeCalibrate(app, line.calibrate);

    auto* point = app.add_subcommand("point", "One simulation of a run");
    point->group(""); // not shown: run starts it
    point->add_option("SCENARIO", line.run.scenario)->required();
    point->add_option("--key", line.key)->required();
    point->add_option("--packets", line.packets)->required();
    point->callback([&line] { PointCommand(line.run.scenario, line.key, line.packets); });
}

/**
 * Make standard input, output and error exist. Otherwise the next file that is opened would be one
 * of them, and what is printed would go into it. Using such a stand-in fails.
 */
void
FillStandardStreams()
{
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream)
    {
        if (fcntl(stream, F_GETFD) < 0)
        {
            open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
        }
    }
}

/// @return false when something that was printed got lost; then there was a message
bool
IsPrinted()
{
    errno = 0;
    std::cout.flush();
    if (!std::cout)
    {
        std::cerr << "ipsec-plan: standard output: cannot write"
                  << (errno == 0 ? "" : std::string(": ") + std::strerror(errno)) << "\n";
    }
    return static_cast<bool>(std::cout);
}

/// @param argc words of the command line @param argv they @param runner who simulates, if not
/// processes of this machine @return exit status
int
Run(int argc, char* argv[], const JobRunner* runner)
{
    CLI::App app;
    app.name("ipsec-plan");
    CommandLine line;
    for (auto* options :
         {&line.run, &line.answer.run, &line.report.run, &line.validate.run, &line.solve.run})
    {
        options->runner = runner;
    }
    int status = 0;
    Describe(app, line, status);
    try
    {
        app.parse(argc, argv);
        if (app.get_subcommands().empty())
        {
            throw CLI::ParseError("a command is required", WRONG_USAGE);
        }
    }
    catch (const CLI::ParseError& error)
    {
        return app.exit(error) == 0 ? 0 : WRONG_USAGE;
    }
    catch (const Interrupted& interrupted)
    {
        std::cerr << "ipsec-plan: " << interrupted.what() << "\n";
        return SIGNAL_BASE + interrupted.GetSignal();
    }
    catch (const InputError& error)
    {
        std::cerr << ForTerminal(error.what()) << "\n";
        return FAILURE;
    }
    catch (const std::exception& error)
    {
        std::cerr << "ipsec-plan: " << ForTerminal(error.what()) << "\n";
        return FAILURE;
    }
    return status;
}

} // namespace

int
main(int argc, char* argv[])
{
    FillStandardStreams();
    std::signal(SIGXFSZ, SIG_IGN); // a file at its limit is an error like a full disk
    try
    {
        MpiWorld world;
        if (world.IsWorker())
        {
            world.Serve();
            return 0;
        }
        const int status = Run(argc, argv, world.GetRunner());
        const int last = IsPrinted() || status != 0 ? status : FAILURE;
        world.Leave(last);
        return last;
    }
    catch (const std::exception& error)
    {
        std::cerr << "ipsec-plan: " << ForTerminal(error.what()) << "\n";
        return FAILURE;
    }
}
